use crate::shared::{Timestamp, TokenId, UserId};

/// What an opaque token is good for. A token of one purpose never serves another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenPurpose {
    /// Keeps a session going.
    Refresh,
    /// Proves the mailbox of a waiting registration, which makes the account.
    ConfirmRegistration,
    /// Proves the mailbox of an account that exists already.
    VerifyEmail,
    /// Sets a new password.
    ResetPassword,
    /// Proves the new mailbox of an account, which then takes the place of the old.
    ConfirmEmailChange,
    /// Gives an account its old address back.
    RevertEmailChange,
    /// Lets somebody who was invited choose a password.
    AcceptInvitation,
    /// Says of a browser that comes back from a provider on which way it is: `state`.
    OauthState,
    /// Says which browser that is.
    OauthBrowser,
    /// Comes back inside the provider's ID token: `nonce`.
    OauthNonce,
    /// Proves to the provider that its code is redeemed by whoever asked: `code_verifier`.
    OauthVerifier,
    /// Fetches what the provider has said.
    OauthCode,
}

impl TokenPurpose {
    /// Every purpose.
    pub const ALL: [Self; 12] = [
        Self::Refresh,
        Self::ConfirmRegistration,
        Self::VerifyEmail,
        Self::ResetPassword,
        Self::ConfirmEmailChange,
        Self::RevertEmailChange,
        Self::AcceptInvitation,
        Self::OauthState,
        Self::OauthBrowser,
        Self::OauthNonce,
        Self::OauthVerifier,
        Self::OauthCode,
    ];

    /// The purpose as it is stored, and as it enters the token's authentication code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refresh => "refresh",
            Self::ConfirmRegistration => "confirm_registration",
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword => "reset_password",
            Self::ConfirmEmailChange => "confirm_email_change",
            Self::RevertEmailChange => "revert_email_change",
            Self::AcceptInvitation => "accept_invitation",
            Self::OauthState => "oauth_state",
            Self::OauthBrowser => "oauth_browser",
            Self::OauthNonce => "oauth_nonce",
            Self::OauthVerifier => "oauth_verifier",
            Self::OauthCode => "oauth_code",
        }
    }

    /// Reads what [`as_str`](Self::as_str) wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == text)
    }

    /// What a token of this purpose begins with, so that a leaked one is recognised.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Refresh => "bp_rt_",
            Self::ConfirmRegistration => "bp_cr_",
            Self::VerifyEmail => "bp_ve_",
            Self::ResetPassword => "bp_pr_",
            Self::ConfirmEmailChange => "bp_ec_",
            Self::RevertEmailChange => "bp_er_",
            Self::AcceptInvitation => "bp_iv_",
            Self::OauthState => "bp_os_",
            Self::OauthBrowser => "bp_ob_",
            Self::OauthNonce => "bp_on_",
            Self::OauthVerifier => "bp_ov_",
            Self::OauthCode => "bp_oc_",
        }
    }
}

/// A mailed token of an existing user: works once, until it expires or a newer one of its purpose
/// is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneTimeToken {
    /// What the mailed link names.
    pub id: TokenId,
    /// Whose it is.
    pub user_id: UserId,
    /// What it is good for.
    pub purpose: TokenPurpose,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it works.
    pub expires_at: Timestamp,
}
