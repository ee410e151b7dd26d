//! What comes by mail.

use bookplate_domain::{
    mail::Letter,
    roles::{InviteUser, Role},
    shared::{Client, Locale},
    users::{DisplayName, Register, RequestEmailChange, RequestPasswordReset},
};
use secrecy::ExposeSecret;

use super::{ADA, NEW, World, email, new_password};

impl World {
    /// The token that proves the mailbox of a new registration of [`ADA`].
    pub(crate) async fn verification_token(&self) -> String {
        let command = Register {
            email: email(ADA),
            name: DisplayName::parse("Ada").unwrap(),
            locale: Locale::default(),
            password: new_password(),
            visitor: None,
            client: Client::default(),
        };
        self.app.users.register(command).await.unwrap();
        self.token_to(ADA).await
    }

    /// The token that sets a new password for a new account of [`ADA`].
    pub(crate) async fn reset_token(&self) -> String {
        self.account(ADA).await;
        let command = RequestPasswordReset { email: email(ADA), client: Client::default() };
        self.app.users.request_password_reset(command).await.unwrap();
        self.token_to(ADA).await
    }

    /// The tokens that confirm and take back a change of [`ADA`] to [`NEW`].
    pub(crate) async fn change_tokens(&self) -> (String, String) {
        let actor = self.actor(&self.signed_in().await).await;
        let command = RequestEmailChange { new: email(NEW), client: Client::default() };
        self.app.users.request_email_change(&actor, command).await.unwrap();
        let letters = self.letters().await;
        (token_of(&letters, NEW), token_of(&letters, ADA))
    }

    /// The token that hands a new account for [`ADA`] over to her.
    pub(crate) async fn invitation_token(&self) -> String {
        let (_, actor) = self.staff("inviter@example.com", Role::Admin).await;
        let command = InviteUser {
            email: email(ADA),
            name: None,
            locale: Locale::default(),
            role: Role::User,
            client: Client::default(),
        };
        self.app.roles.invite_user(&actor, command).await.unwrap();
        self.token_to(ADA).await
    }

    /// Delivers what is due.
    pub(crate) async fn letters(&self) -> Vec<Letter> {
        self.app.mail.deliver_due(100, 0).await.unwrap();
        self.mailer.collect()
    }

    /// Delivers what is due, and answers the token that was mailed to an address.
    pub(crate) async fn token_to(&self, address: &str) -> String {
        token_of(&self.letters().await, address)
    }
}

/// The token of the one letter to an address.
pub(crate) fn token_of(letters: &[Letter], address: &str) -> String {
    let with_token = |letter: &&Letter| letter.to == address && letter.token.is_some();
    let letter = letters.iter().find(with_token).unwrap();
    letter.token.as_ref().unwrap().expose_secret().to_owned()
}
