use async_trait::async_trait;

use super::{
    Chat, ChatFilter, ChatQuery, Message, MessageId, MessageOrder, MessageView, Report,
    ReportStatus,
};
use crate::{
    shared::{ChatId, Cursor, Limit, Page, ReportId, Timestamp, UserId},
    store::StoreError,
};

/// The chats. Each is found with its owner only.
#[async_trait]
pub trait ChatRepository: Send {
    /// Adds a chat. An id that any chat has MUST be refused with `Conflict(Unique::Id)`, however
    /// many try at once.
    async fn insert(&mut self, chat: &Chat) -> Result<(), StoreError>;

    /// Finds a chat of a user.
    async fn find(&mut self, owner: UserId, id: ChatId) -> Result<Option<Chat>, StoreError>;

    /// What [`find`](Self::find) says of the head of a chat of a user, and
    /// [`MessageRepository::list`] of its first page; `None` without such a chat.
    async fn open(
        &mut self,
        owner: UserId,
        id: ChatId,
        view: MessageView,
        order: MessageOrder,
        limit: Limit,
    ) -> Result<Option<FirstPage>, StoreError>;

    /// Finds a chat of a user and keeps it: until the transaction ends, every other one that writes
    /// or locks the same chat, or a message of it, MUST wait, and what is read here MUST be what
    /// they left.
    async fn lock(&mut self, owner: UserId, id: ChatId) -> Result<Option<Chat>, StoreError>;

    /// [Keeps](Self::lock) a chat that messages are to be added to, and says what has to be known for
    /// that. `ids` are those that the messages are to have, and those that they follow. What
    /// transactions that kept the chat before have added or deleted MUST be known.
    async fn lock_to_grow(
        &mut self,
        owner: UserId,
        id: ChatId,
        ids: &[MessageId],
    ) -> Result<Option<GrowingChat>, StoreError>;

    /// How many chats a user has.
    async fn count(&mut self, owner: UserId) -> Result<u32, StoreError>;

    /// The chats of a user that a filter lets through, those with the latest activity first, of two
    /// with the same the one with the higher id; from behind `after` on.
    ///
    /// Pages MUST fit together although messages come meanwhile: a cursor remembers what the first
    /// page has seen, and a chat that moved since is shown where it stood then
    /// ([`Message::chat_active_before`]). None may be left out and none shown twice for it. Chats
    /// that were started since are left to the next first page.
    async fn list(
        &mut self,
        owner: UserId,
        filter: &ChatFilter,
        after: Option<&Cursor<Chat>>,
        limit: Limit,
    ) -> Result<Page<Chat>, StoreError>;

    /// Writes a chat that the same transaction keeps; owner, id and the moment of its start stay, and
    /// only [`MessageRepository::append`] moves it in the list. A search MUST find it by
    /// [`Chat::search_words`] as they are then.
    async fn update(&mut self, chat: &Chat) -> Result<(), StoreError>;

    /// Removes those of many chats that are the user's, with their messages, and answers how many
    /// that were. Reports of the messages stay.
    async fn delete(&mut self, owner: UserId, ids: &[ChatId]) -> Result<u64, StoreError>;

    /// Gives chats of one user to another, with everything that belongs to them, reports too: all
    /// of them, and then the reports of chats that are gone as well; or those of `ids` that are the
    /// user's. Answers which. The same transaction keeps
    /// both users. A search MUST find them for their new owner, and no longer for the old.
    async fn give(
        &mut self,
        from: UserId,
        to: UserId,
        ids: Option<&[ChatId]>,
    ) -> Result<Vec<ChatId>, StoreError>;

    /// What a query finds among the chats and messages of a user, that which was added last first.
    /// Nobody else's words may be found, nor make it slower.
    async fn search(
        &mut self,
        owner: UserId,
        query: &ChatQuery,
        after: Option<&Cursor<SearchHit>>,
        limit: Limit,
    ) -> Result<Page<SearchHit>, StoreError>;

    /// Forgets for good some of the words by which titles and messages were found that are gone or
    /// say something else by now, and answers whether any are left. They MUST find nothing before.
    async fn forget_words(&mut self) -> Result<bool, StoreError>;
}

/// A chat that messages are to be added to.
#[derive(Clone, Debug, PartialEq)]
pub struct GrowingChat {
    /// The chat.
    pub chat: Chat,
    /// Whether its owner wants messages to be kept at all.
    pub keeps_history: bool,
    /// Those of the messages that it has already.
    pub known: Vec<Message>,
    /// The ids of those that it had, and which were deleted.
    pub deleted: Vec<MessageId>,
}

/// What a search has found.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchHit {
    /// The chat.
    pub chat: Chat,
    /// The message of it; `None` if its title was found.
    pub message: Option<Message>,
}

/// The messages of chats. Whoever asks has the chat, and so its owner's leave.
#[async_trait]
pub trait MessageRepository: Send {
    /// Adds messages to a chat that the same transaction keeps, and writes the chat as it is with
    /// them, as [`ChatRepository::update`] does. A search MUST find them by
    /// [`Message::search_words`].
    async fn append(&mut self, chat: &Chat, messages: &[Message]) -> Result<(), StoreError>;

    /// Finds those of many messages that the chat has, in any order.
    async fn find(&mut self, chat: &Chat, ids: &[MessageId]) -> Result<Vec<Message>, StoreError>;

    /// Those of many ids that messages of the chat had which were deleted since.
    async fn deleted_among(
        &mut self,
        chat: &Chat,
        ids: &[MessageId],
    ) -> Result<Vec<MessageId>, StoreError>;

    /// The message of a chat that came last.
    async fn newest(&mut self, chat: &Chat) -> Result<Option<Message>, StoreError>;

    /// Messages of a chat by their number, from behind `after` on. A page ends early where
    /// [`Message::on_a_page`] says so: some are long.
    ///
    /// [`MessageView::Active`]: those on the way from a root to the head that `chat` says. Pages after
    /// the first MUST go on along the way of the first, whatever the head is by then. Only if the
    /// message that it leads to is gone meanwhile, the way is that to the present head.
    async fn list(
        &mut self,
        chat: &Chat,
        view: MessageView,
        order: MessageOrder,
        after: Option<&Cursor<Message>>,
        limit: Limit,
    ) -> Result<Page<Message>, StoreError>;

    /// Every message of every chat of a user, by chat and number, from behind `after` on, as much on
    /// a page as [`Message::on_a_page`] says.
    async fn list_all_of(
        &mut self,
        owner: UserId,
        after: Option<&Cursor<Message>>,
        limit: Limit,
    ) -> Result<Page<Message>, StoreError>;

    /// At most `each` messages of a chat with lower numbers than `seq` and as many with higher, and
    /// the one with this number, by rising number.
    async fn around(
        &mut self,
        chat: &Chat,
        seq: u32,
        each: u16,
    ) -> Result<Vec<Message>, StoreError>;

    /// Writes role, status, parts, metadata, feedback and the moment of the last change of a
    /// message, in a chat that the same transaction keeps. A search MUST find it by
    /// [`Message::search_words`] as they are then.
    async fn update(&mut self, chat: &Chat, message: &Message) -> Result<(), StoreError>;

    /// Removes a message of a chat that the same transaction keeps, and remembers its id for as long
    /// as the chat is there. Those that follow it MUST follow what it followed.
    async fn delete(&mut self, chat: &Chat, message: &Message) -> Result<(), StoreError>;
}

/// A first page of the messages of a chat.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstPage {
    /// The newest message of the chat; `None` if there is none.
    pub head_id: Option<MessageId>,
    /// The messages.
    pub page: Page<Message>,
}

/// When visitors have asked something, so that nobody asks too much.
#[async_trait]
pub trait VisitorQuestionLog: Send {
    /// Notes that a visitor asks `count` questions at `at`. The same transaction keeps the visitor.
    async fn add(&mut self, visitor: UserId, at: Timestamp, count: u32) -> Result<(), StoreError>;

    /// The moments of a visitor's questions after a moment, one for each question, the oldest
    /// first.
    async fn since(
        &mut self,
        visitor: UserId,
        after: Timestamp,
    ) -> Result<Vec<Timestamp>, StoreError>;

    /// Forgets at most `count` notes that are older than a moment, and answers how many there were.
    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError>;
}

/// The reports of messages.
#[async_trait]
pub trait ReportRepository: Send {
    /// Adds a report. The same transaction keeps the user and the chat.
    async fn insert(&mut self, report: &Report) -> Result<(), StoreError>;

    /// Finds a report.
    async fn find(&mut self, id: ReportId) -> Result<Option<Report>, StoreError>;

    /// Finds a report and keeps it: until the transaction ends, every other one that writes or
    /// locks it MUST wait, and what is read here MUST be what they left.
    async fn lock(&mut self, id: ReportId) -> Result<Option<Report>, StoreError>;

    /// The open report that a user has made of a message. The id of a chat that is gone may be that
    /// of somebody else's by now, who MUST NOT be given the report.
    async fn find_open(
        &mut self,
        user: UserId,
        chat: ChatId,
        message: &MessageId,
    ) -> Result<Option<Report>, StoreError>;

    /// Every report, or those with a status, or of a user; the newest first, from behind `after`
    /// on.
    async fn list(
        &mut self,
        status: Option<ReportStatus>,
        user: Option<UserId>,
        after: Option<&Cursor<Report>>,
        limit: Limit,
    ) -> Result<Page<Report>, StoreError>;

    /// Writes the resolution of a report that the same transaction keeps.
    async fn update(&mut self, report: &Report) -> Result<(), StoreError>;
}
