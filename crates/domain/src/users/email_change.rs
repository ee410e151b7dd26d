use super::EmailAddress;
use crate::shared::{EmailChangeId, Timestamp, TokenId, UserId};

/// A wish of a user for another address.
///
/// It takes effect when the new mailbox is proven by the token that was mailed there. The owner of
/// the old mailbox can take it back, before and after that, by the token that was mailed there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailChange {
    /// Its own id.
    pub id: EmailChangeId,
    /// Whose address it is.
    pub user_id: UserId,
    /// The epoch of the user when it was asked for. Unlike a moment, it never goes backwards.
    pub epoch: u32,
    /// The address until now.
    pub old: EmailAddress,
    /// The address from the confirmation on.
    pub new: EmailAddress,
    /// The token that proves the new mailbox; `None` once it is spent or ended.
    pub confirm_token: Option<TokenId>,
    /// The token that gives the old address back; `None` once it is spent or ended, and if the old
    /// mailbox was never proven.
    pub revert_token: Option<TokenId>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Until when it can be confirmed.
    pub expires_at: Timestamp,
    /// Until when it can be taken back.
    pub revertible_until: Timestamp,
    /// When it took effect.
    pub confirmed_at: Option<Timestamp>,
}
