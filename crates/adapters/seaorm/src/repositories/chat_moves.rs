//! The moves in lists of chats have numbers. Of one owner, a move with a higher number is kept
//! later; so whoever sees a move of an owner sees all with lower numbers, too.

use bookplate_domain::{shared::UserId, store::StoreError};
use sea_orm::{DbBackend, FromQueryResult};

use crate::{
    collections::{Collections, Connection},
    sql::Sql,
};

const WHAT: &str = "move";

/// The single writer of SQLite takes the numbers one after the other.
const NEXT_ON_SQLITE: &str = "UPDATE chat_moves SET number = number + 1 RETURNING number";

/// Transactions that move chats of one owner are kept one after the other: whoever takes a number
/// waits for those before. `$1` stands for the owner; that some share it does no harm.
const NEXT_ON_POSTGRES: &str = "\
    WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtext('bookplate chats'), $1)) \
    SELECT nextval('chat_moves') AS number FROM turn";

/// What stands for an owner where transactions on PostgreSQL take turns.
pub(super) fn turn_of(owner: UserId) -> i32 {
    let [.., a, b, c, d] = owner.as_uuid().into_bytes();
    i32::from_be_bytes([a, b, c, d])
}

#[derive(FromQueryResult)]
struct Move {
    number: i64,
}

impl<C: Connection> Collections<C> {
    /// The number of the next move in the list of an owner. The transaction has locked what it
    /// locks besides.
    pub(super) async fn next_move(&self, owner: UserId) -> Result<i64, StoreError> {
        let next = match self.backend() {
            DbBackend::Sqlite => Sql::new(&self.connection, NEXT_ON_SQLITE),
            _ => Sql::new(&self.connection, NEXT_ON_POSTGRES).bind(turn_of(owner)),
        };
        let next: Option<Move> = next.one(WHAT).await?;
        let nothing = || StoreError::Backend("the moves of chats are not counted".into());
        next.map(|next| next.number).ok_or_else(nothing)
    }
}
