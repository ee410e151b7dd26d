//! Accounts: how one comes to be, and whose it is.

mod create_user;
mod display_name;
mod email_address;
mod error;
mod one_time_token;
mod password;
mod ports;
mod register;
mod registration;
mod resend_verification;
mod user;
mod verify_email;

use std::sync::Arc;

pub use create_user::CreateUser;
pub use display_name::DisplayName;
pub use email_address::EmailAddress;
pub use error::UserError;
pub use one_time_token::{OneTimeToken, TokenPurpose};
pub use password::{NewPassword, Password, PasswordHash, PasswordPolicy};
pub use ports::{
    HashError, OneTimeTokenRepository, OpaqueToken, OpaqueTokens, PasswordCheck, PasswordHasher,
    RegistrationRepository, UserRepository,
};
pub use register::{Register, Registered};
pub use registration::Registration;
pub use resend_verification::ResendVerification;
pub use user::User;
pub use verify_email::VerifyEmail;

use crate::{Policy, Ports};

/// Everything that can be done with accounts.
#[derive(Clone)]
pub struct Users {
    pub(crate) ports: Arc<Ports>,
    pub(crate) policy: Arc<Policy>,
}
