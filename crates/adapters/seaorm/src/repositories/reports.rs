use async_trait::async_trait;
use bookplate_domain::{
    chats::{MessageId, Report, ReportRepository, ReportStatus},
    shared::{ChatId, Cursor, Limit, Page, ReportId, UserId},
    store::StoreError,
};
use uuid::Uuid;

use crate::{
    collections::{Collections, Connection},
    page::{no_place, one_more_than, page},
    rows::report::{Model, WHAT, report_columns},
    sql::Sql,
};

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT ", report_columns!(), " FROM reports ", $rest)
    };
}

const FIND: &str = select!("WHERE id = $1");
/// The single writer of SQLite needs no lock.
const LOCK_ON_POSTGRES: &str = select!("WHERE id = $1 FOR NO KEY UPDATE");

const FIND_OPEN: &str = select!(
    "WHERE chat_id = $1 AND message_id = $2 AND action IS NULL AND user_id = $3 \
     ORDER BY id DESC LIMIT 1"
);

/// From behind `$1` on.
const LIST: &str = select!("WHERE id < $1 ORDER BY id DESC LIMIT +$2");
const LIST_OPEN: &str = select!("WHERE action IS NULL AND id < $1 ORDER BY id DESC LIMIT +$2");
const LIST_RESOLVED: &str =
    select!("WHERE action IS NOT NULL AND id < $1 ORDER BY id DESC LIMIT +$2");
/// `$4` says whether those that are open are wanted, or nothing.
const LIST_OF_USER: &str = select!(
    "WHERE user_id = $3 AND id < $1 AND ((action IS NULL) = $4 OR $4 IS NULL) \
     ORDER BY id DESC LIMIT +$2"
);

const RESOLVE: &str = "\
    UPDATE reports SET action = $2, resolved_by = $3, resolved_at = $4, note = $5 WHERE id = $1";

#[async_trait]
impl<C: Connection> ReportRepository for Collections<C> {
    async fn insert(&mut self, report: &Report) -> Result<(), StoreError> {
        self.add(Model::new(report, self.backend())).await
    }

    async fn find(&mut self, id: ReportId) -> Result<Option<Report>, StoreError> {
        let row: Option<Model> =
            Sql::new(&self.connection, FIND).bind(id.as_uuid()).one(WHAT).await?;
        row.map(Report::try_from).transpose()
    }

    async fn lock(&mut self, id: ReportId) -> Result<Option<Report>, StoreError> {
        let row: Option<Model> = Sql::either(&self.connection, FIND, LOCK_ON_POSTGRES)
            .bind(id.as_uuid())
            .one(WHAT)
            .await?;
        row.map(Report::try_from).transpose()
    }

    async fn find_open(
        &mut self,
        user: UserId,
        chat: ChatId,
        message: &MessageId,
    ) -> Result<Option<Report>, StoreError> {
        let row: Option<Model> = Sql::new(&self.connection, FIND_OPEN)
            .bind(chat.as_uuid())
            .bind(message.as_str())
            .bind(user.as_uuid())
            .one(WHAT)
            .await?;
        row.map(Report::try_from).transpose()
    }

    async fn list(
        &mut self,
        status: Option<ReportStatus>,
        user: Option<UserId>,
        after: Option<&Cursor<Report>>,
        limit: Limit,
    ) -> Result<Page<Report>, StoreError> {
        // No id is as high as the highest number.
        let after = after.map_or(Ok(Uuid::max()), |cursor| Uuid::from_slice(cursor.key()));
        let list = match (user, status) {
            (Some(_), _) => LIST_OF_USER,
            (None, Some(ReportStatus::Open)) => LIST_OPEN,
            (None, Some(ReportStatus::Resolved)) => LIST_RESOLVED,
            (None, None) => LIST,
        };
        let list = Sql::new(&self.connection, list)
            .bind(after.map_err(|_| no_place())?)
            .bind(one_more_than(limit));
        let list = match user {
            Some(user) => {
                list.bind(user.as_uuid()).bind(status.map(|status| status == ReportStatus::Open))
            }
            None => list,
        };
        let rows: Vec<Model> = list.all(WHAT).await?;
        page(rows, limit, |row| row.id.as_bytes().to_vec())
    }

    async fn update(&mut self, report: &Report) -> Result<(), StoreError> {
        let row = Model::new(report, self.backend());
        Sql::new(&self.connection, RESOLVE)
            .bind(row.id)
            .bind(row.action)
            .bind(row.resolved_by)
            .bind(row.resolved_at)
            .bind(row.note)
            .run()
            .await
            .map(drop)
    }
}
