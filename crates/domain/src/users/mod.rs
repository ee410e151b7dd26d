//! Accounts: how one comes to be, and whose it is.

mod accept_invitation;
mod addresses_of;
mod bio;
mod change_password;
mod claim_address;
mod confirm_email_change;
mod create_user;
mod delete_account;
mod display_name;
mod email_address;
mod email_change;
mod error;
mod export;
mod image_url;
mod import_users;
mod mailed_token;
mod one_time_token;
mod password;
mod password_strength;
mod ports;
mod preferences;
mod purge_mailed_tokens;
mod purge_visitors;
mod read_own_account;
mod read_preferences;
mod register;
mod registration;
mod request_email_change;
mod request_password_reset;
mod resend_verification;
mod reset_password;
mod revert_email_change;
mod search;
mod suspension;
mod update_preferences;
mod update_profile;
mod user;
mod verify_email;

use std::{sync::Arc, time::Duration};

pub use accept_invitation::AcceptInvitation;
pub use bio::Bio;
pub use change_password::ChangePassword;
pub use confirm_email_change::ConfirmEmailChange;
pub use create_user::CreateUser;
pub use display_name::DisplayName;
pub use email_address::EmailAddress;
pub use email_change::EmailChange;
pub use error::UserError;
pub use export::{Export, Held};
pub use image_url::ImageUrl;
pub use import_users::{Imported, ImportedUser};
pub use one_time_token::{OneTimeToken, TokenPurpose};
pub use password::{NewPassword, Password, PasswordHash, PasswordPolicy};
pub use password_strength::{PasswordStrength, RatedPassword};
pub use ports::{
    EmailChangeRepository, HashError, OneTimeTokenRepository, OpaqueToken, OpaqueTokens,
    PasswordCheck, PasswordHasher, PreferencesRepository, RegistrationRepository, UserRepository,
};
pub use preferences::{ChatPreferences, Notifications, Preferences, PreferencesPatch, Theme};
pub(crate) use register::visitor_of;
pub use register::{Register, Registered};
pub use registration::Registration;
pub use request_email_change::RequestEmailChange;
pub use request_password_reset::RequestPasswordReset;
pub use resend_verification::ResendVerification;
pub use reset_password::ResetPassword;
pub use revert_email_change::RevertEmailChange;
pub use search::{SearchQuery, UserFilter};
pub use suspension::{Status, Suspension, SuspensionReason};
pub use update_preferences::UpdatePreferences;
pub use update_profile::UpdateProfile;
pub use user::User;
pub use verify_email::VerifyEmail;

use crate::{
    Policy, Ports,
    shared::{InputErrors, Timestamp, TokenId, UserId},
};

/// Everything that can be done with accounts.
#[derive(Clone)]
pub struct Users {
    pub(crate) ports: Arc<Ports>,
    pub(crate) policy: Arc<Policy>,
}

impl Users {
    /// A mailed token for a user.
    pub(crate) fn new_token(
        &self,
        purpose: TokenPurpose,
        user_id: UserId,
        lifetime: Duration,
        now: Timestamp,
    ) -> OneTimeToken {
        OneTimeToken {
            id: TokenId::mint(now, self.ports.random.as_ref()),
            user_id,
            purpose,
            created_at: now,
            expires_at: now.plus(lifetime),
        }
    }

    /// Judges a password that an existing user chose.
    fn judge_password_of(
        &self,
        user: &User,
        field: &str,
        text: &str,
    ) -> Result<NewPassword, UserError> {
        let passwords = self.policy.passwords;
        passwords
            .judge(text, user.email.as_ref(), user.name.as_ref())
            .map_err(|invalid| InputErrors::one(field, invalid).into())
    }
}
