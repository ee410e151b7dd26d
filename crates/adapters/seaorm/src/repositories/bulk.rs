//! Work on very many rows at once: what belongs to an account, or to many chats, goes as a whole or
//! not at all.

use bookplate_domain::store::StoreError;
use sea_orm::DbBackend;

use crate::{
    collections::{Collections, Connection},
    error::store_error,
};

/// Each statement has a minute, in this transaction.
const BEGIN_ON_POSTGRES: &str = "SET LOCAL statement_timeout = '60s'";

/// For each row that leaves the search index SQLite would merge a piece of that before the commit: of
/// 5 000 messages among a million, for seconds. It is merged later; see
/// [`forget_words`](bookplate_domain::chats::ChatRepository::forget_words).
const BEGIN_ON_SQLITE: &str = "INSERT INTO chat_search (chat_search, rank) VALUES ('automerge', 0)";
/// What waits is written without that. Four is SQLite's own number.
const END_ON_SQLITE: &str = "\
    INSERT INTO chat_search (chat_search) VALUES ('flush'); \
    INSERT INTO chat_search (chat_search, rank) VALUES ('automerge', 4)";

impl<C: Connection> Collections<C> {
    /// Does something to very many rows.
    pub(super) async fn in_bulk<T>(
        &self,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let (begin, end) = match self.backend() {
            DbBackend::Sqlite => (BEGIN_ON_SQLITE, Some(END_ON_SQLITE)),
            _ => (BEGIN_ON_POSTGRES, None),
        };
        self.connection.execute_unprepared(begin).await.map_err(store_error)?;
        let done = work.await?;
        if let Some(end) = end {
            self.connection.execute_unprepared(end).await.map_err(store_error)?;
        }
        Ok(done)
    }
}
