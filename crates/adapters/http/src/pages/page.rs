use super::texts::{PageTexts, Texts};

/// A page, by what its link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// Proves a mailbox.
    VerifyEmail,
    /// Sets a new password.
    ResetPassword,
    /// Gives an account its new address.
    ConfirmEmailChange,
    /// Gives an account its old address back.
    RevertEmailChange,
    /// Hands an account over to whoever was invited.
    AcceptInvitation,
}

impl Page {
    /// Where mailed links lead.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::VerifyEmail => "/verify-email",
            Self::ResetPassword => "/reset-password",
            Self::ConfirmEmailChange => "/confirm-email-change",
            Self::RevertEmailChange => "/revert-email-change",
            Self::AcceptInvitation => "/accept-invitation",
        }
    }

    /// What the page says.
    pub(super) fn texts(self, texts: &Texts) -> &PageTexts {
        match self {
            Self::VerifyEmail => &texts.verify_email,
            Self::ResetPassword => &texts.reset_password,
            Self::ConfirmEmailChange => &texts.confirm_email_change,
            Self::RevertEmailChange => &texts.revert_email_change,
            Self::AcceptInvitation => &texts.accept_invitation,
        }
    }

    /// Whether the visitor chooses a password.
    pub(super) const fn asks_password(self) -> bool {
        matches!(self, Self::ResetPassword | Self::AcceptInvitation)
    }

    /// Whether the visitor says what to be called.
    pub(super) const fn asks_name(self) -> bool {
        matches!(self, Self::AcceptInvitation)
    }
}
