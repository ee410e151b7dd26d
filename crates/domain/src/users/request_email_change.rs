use std::time::Duration;

use super::{EmailAddress, EmailChange, User, UserError, Users};
use crate::{
    audit::EventKind,
    limits::{LimitKey, Rule, Verdict},
    mail::Mail,
    roles::Permission,
    sessions::{Actor, SessionError},
    shared::{Client, EmailChangeId, FieldCode, InputErrors, Invalid, TokenId},
};

/// How long the link in the mail to the new address works.
const CONFIRM_WITHIN: Duration = Duration::from_secs(3600);
/// How long the link in the mail to the old address works.
const REVERT_WITHIN: Duration = Duration::from_secs(7 * 24 * 3600);

/// A user wants another address.
#[derive(Clone, Debug)]
pub struct RequestEmailChange {
    /// The address from now on.
    pub new: EmailAddress,
    /// Where the request came from.
    pub client: Client,
}

impl Users {
    /// Mails a link to the new address that confirms it, and one to the old address, if that was
    /// ever proven, that takes the change back for seven days. An older link that confirms is dead then; an older one that
    /// takes back works on, so that nobody shakes off an owner by changing twice.
    ///
    /// It asks for a proof of the password at most ten minutes old. The answer is the same whether
    /// the new address has an account or not; its owner is told by mail.
    pub async fn request_email_change(
        &self,
        actor: &Actor,
        command: RequestEmailChange,
    ) -> Result<(), UserError> {
        let RequestEmailChange { new, client } = command;
        actor.require(Permission::ManageOwnCredentials)?;
        actor.require_fresh_proof(self.ports.clock.now())?;
        let user = self.ports.store.read().users().find(actor.user_id).await?;
        old_address(&user.ok_or(SessionError::Revoked)?, &new)?;
        let limits = &self.ports.limits;
        limits.check(Rule::EmailChange, &LimitKey::User(actor.user_id)).await?.into_result()?;
        let mailbox = LimitKey::mailbox(&new);
        let verdict = limits.check(Rule::UnprovenMail, &mailbox).await?;
        let may_mail = matches!(verdict, Verdict::Allowed(_));

        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        // The body of the request may have come long after its head: what was true of the caller
        // then is asked again, where nobody can change it.
        let user = tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        actor.require_live(tx.as_mut(), now).await?.require_fresh_proof(now)?;
        let random = self.ports.random.as_ref();
        let confirm = TokenId::mint(now, random);
        // A mailbox that nobody proved may be a stranger's, for a slip of the pen.
        let revert = user.email_verified_at.map(|_| TokenId::mint(now, random));
        let change = EmailChange {
            id: EmailChangeId::mint(now, random),
            user_id: user.id,
            epoch: user.epoch,
            old: old_address(&user, &new)?,
            new,
            confirm_token: Some(confirm),
            revert_token: revert,
            created_at: now,
            expires_at: now.plus(CONFIRM_WITHIN),
            revertible_until: now.plus(REVERT_WITHIN),
            confirmed_at: None,
        };
        let owner = tx.users().find_by_email(&change.new).await?;
        // The spelling of the own address can be changed.
        let owner = owner.filter(|owner| owner.id != user.id);
        tx.email_changes().insert(&change).await?;
        let unwanted = owner.as_ref().is_some_and(|owner| owner.is_suspended(now));
        if may_mail && !unwanted {
            let (to, locale, mail) = match &owner {
                None => {
                    let expires_at = change.expires_at;
                    let mail = Mail::ConfirmEmailChange { token: confirm, expires_at };
                    (&change.new, &user.locale, mail)
                }
                Some(owner) => {
                    let to = owner.email.as_ref().unwrap_or(&change.new);
                    (to, &owner.locale, Mail::AddressAlreadyRegistered)
                }
            };
            tx.outbox().insert(&self.ports.owe(to, locale, mail, now)).await?;
        }
        if let Some(token) = revert {
            let new = change.new.written().to_owned();
            let expires_at = change.revertible_until;
            let notice = Mail::EmailChangeRequested { new, token, expires_at };
            tx.outbox().insert(&self.ports.owe(&change.old, &user.locale, notice, now)).await?;
        }
        let event = self.ports.event(EventKind::EmailChangeRequested, now, &client);
        tx.audit().record(&event.by(user.id).in_session(actor.session_id)).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn old_address(user: &User, new: &EmailAddress) -> Result<EmailAddress, UserError> {
    let old = user.email.clone().ok_or(SessionError::Forbidden)?;
    if old.written() == new.written() {
        let same = Invalid::new(FieldCode::NotAllowed, "this is the address already");
        return Err(InputErrors::one("email", same).into());
    }
    Ok(old)
}
