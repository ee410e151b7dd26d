use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use bookplate_domain::{
    audit::Event,
    chats::{Chat, MessageId, Report},
    identities::{CompletedAuthorization, Identity, PendingAuthorization, Subject},
    sessions::{Session, SigningKey},
    shared::{
        AuthorizationId, ChatId, EmailChangeId, MailId, RegistrationId, ReportId, SessionId,
        Timestamp, TokenId, UserId,
    },
    store::{StoreError, Unique},
    users::{EmailChange, OneTimeToken, Preferences, Registration, User},
};

use crate::{
    change::Change,
    kept_mail::KeptMail,
    kept_messages::{KeptMessages, Question},
    search_index::SearchIndex,
};

/// One collection. A copy shares its rows until one of the two is written.
pub(crate) type Rows<K, V> = Arc<BTreeMap<K, V>>;

/// The moves of a chat in the list of its owner, the first of which brought it there: the number of
/// each, and the moment that the chat stood at from then on.
pub(crate) type ChatMoves = Vec<(u64, Timestamp)>;

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
    /// By issuer and subject.
    pub identities: Rows<(String, Subject), Identity>,
    pub pending_authorizations: Rows<AuthorizationId, PendingAuthorization>,
    pub completed_authorizations: Rows<AuthorizationId, CompletedAuthorization>,
    pub email_changes: Rows<EmailChangeId, EmailChange>,
    pub sessions: Rows<SessionId, Session>,
    pub signing_keys: Rows<u32, SigningKey>,
    pub chats: Rows<ChatId, Chat>,
    /// Where each chat stood in the list of its owner.
    pub chat_moves: Rows<ChatId, ChatMoves>,
    /// How often a chat has moved in some list.
    pub moves: u64,
    pub messages: KeptMessages,
    /// The ids of messages that were deleted.
    pub deleted_messages: Rows<ChatId, BTreeSet<MessageId>>,
    /// What the titles and messages are found by.
    pub search: SearchIndex,
    pub questions: Arc<Vec<Question>>,
    pub reports: Rows<ReportId, Report>,
    pub outbox: Rows<MailId, KeptMail>,
    pub audit: Arc<Vec<Event>>,
    /// What a draft has changed that listeners are to be told of; empty once it is committed.
    pub changes: BTreeSet<Change>,
}

impl State {
    /// A chat comes into the list of an owner.
    pub fn enter_list(&mut self, chat: ChatId, stands_at: Timestamp) {
        Arc::make_mut(&mut self.chat_moves).remove(&chat);
        self.move_in_list(chat, stands_at);
    }

    /// A chat moves in the list that it is in.
    pub fn move_in_list(&mut self, chat: ChatId, stands_at: Timestamp) {
        self.moves += 1;
        let moves = Arc::make_mut(&mut self.chat_moves).entry(chat).or_default();
        moves.push((self.moves, stands_at));
    }
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
