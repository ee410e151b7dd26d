use async_trait::async_trait;
use bookplate_domain::{
    chats::VisitorQuestionLog,
    shared::{Timestamp, UserId},
    store::StoreError,
};
use sea_orm::FromQueryResult;

use crate::{
    collections::{Collections, Connection},
    db_time::DbTime,
    purge::{Purge, purge},
    sql::Sql,
};

const WHAT: &str = "visitor's question";

const ADD: &str = "INSERT INTO visitor_questions (user_id, at, count) VALUES ($1, $2, $3)";

const SINCE: &str = "\
    SELECT at, count FROM visitor_questions WHERE user_id = $1 AND at > $2 ORDER BY at";

const PURGE: Purge = purge!("visitor_questions", "at < $2", oldest by "at");

#[derive(FromQueryResult)]
struct Questions {
    at: DbTime,
    count: i64,
}

#[async_trait]
impl<C: Connection> VisitorQuestionLog for Collections<C> {
    async fn add(&mut self, visitor: UserId, at: Timestamp, count: u32) -> Result<(), StoreError> {
        Sql::new(&self.connection, ADD)
            .bind(visitor.as_uuid())
            .at(at)
            .bind(i64::from(count))
            .run()
            .await
            .map(drop)
    }

    async fn since(
        &mut self,
        visitor: UserId,
        after: Timestamp,
    ) -> Result<Vec<Timestamp>, StoreError> {
        let asked: Vec<Questions> =
            Sql::new(&self.connection, SINCE).bind(visitor.as_uuid()).at(after).all(WHAT).await?;
        let each = |asked: Questions| {
            let count = usize::try_from(asked.count).unwrap_or_default();
            std::iter::repeat_n(asked.at.into(), count)
        };
        Ok(asked.into_iter().flat_map(each).collect())
    }

    async fn purge(&mut self, before: Timestamp, count: u32) -> Result<u64, StoreError> {
        PURGE.on(&self.connection, count).at(before).run().await
    }
}
