use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use bookplate_domain::{
    audit::Event,
    sessions::{Session, SigningKey},
    shared::{EmailChangeId, MailId, RegistrationId, SessionId, Timestamp, TokenId, UserId},
    store::{StoreError, Unique},
    users::{EmailChange, OneTimeToken, Preferences, Registration, User},
};

use crate::{change::Change, kept_mail::KeptMail};

/// One collection. A copy shares its rows until one of the two is written.
pub(crate) type Rows<K, V> = Arc<BTreeMap<K, V>>;

/// Everything that is kept, as of one moment.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    pub users: Rows<UserId, User>,
    /// When the epoch of a user was raised last.
    pub epochs_raised: Rows<UserId, Timestamp>,
    /// Their locale is read from the account, and not from here.
    pub preferences: Rows<UserId, Preferences>,
    pub registrations: Rows<RegistrationId, Registration>,
    pub one_time_tokens: Rows<TokenId, OneTimeToken>,
    pub email_changes: Rows<EmailChangeId, EmailChange>,
    pub sessions: Rows<SessionId, Session>,
    pub signing_keys: Rows<u32, SigningKey>,
    pub outbox: Rows<MailId, KeptMail>,
    pub audit: Arc<Vec<Event>>,
    /// What a draft has changed that listeners are to be told of; empty once it is committed.
    pub changes: BTreeSet<Change>,
}

/// Adds a row, unless its key is taken: then that is a conflict on `unique`.
pub(crate) fn insert<K: Clone + Ord, V: Clone>(
    rows: &mut Rows<K, V>,
    key: K,
    value: V,
    unique: Unique,
) -> Result<(), StoreError> {
    if rows.contains_key(&key) {
        return Err(StoreError::Conflict(unique));
    }
    Arc::make_mut(rows).insert(key, value);
    Ok(())
}
