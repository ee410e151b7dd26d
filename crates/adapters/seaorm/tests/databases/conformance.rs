//! The promises of the store, on every database it can stand on.

use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    audit::{Event, EventKind},
    shared::{Client, EventId, SessionId, UserId},
    store::{ChangeListener, Store},
};
use bookplate_testkit::store::Inspect;
use sea_orm::{ConnectionTrait, QueryResult, Statement, prelude::TimeDateTimeWithTimeZone};
use uuid::Uuid;

use crate::database::{Database, Kind, a_store};

mod on_a_file {
    use super::*;

    async fn an_empty_store() -> (Arc<dyn Store>, Database) {
        a_store(Database::migrated(Kind::Sqlite).await).await
    }

    async fn an_empty_store_told_to(
        listener: Arc<dyn ChangeListener>,
    ) -> (Arc<dyn Store>, Database) {
        a_store_told_to(listener, Database::migrated(Kind::Sqlite).await).await
    }

    bookplate_testkit::store_conformance!(an_empty_store);
    bookplate_testkit::listener_conformance!(an_empty_store_told_to);
    bookplate_testkit::audit_conformance!(an_empty_store);
}

mod on_postgres {
    use super::*;

    async fn an_empty_store() -> (Arc<dyn Store>, Database) {
        a_store(Database::migrated(Kind::Postgres).await).await
    }

    async fn an_empty_store_told_to(
        listener: Arc<dyn ChangeListener>,
    ) -> (Arc<dyn Store>, Database) {
        a_store_told_to(listener, Database::migrated(Kind::Postgres).await).await
    }

    bookplate_testkit::store_conformance!(an_empty_store);
    bookplate_testkit::listener_conformance!(an_empty_store_told_to);
    bookplate_testkit::audit_conformance!(an_empty_store);
}

async fn a_store_told_to(
    listener: Arc<dyn ChangeListener>,
    database: Database,
) -> (Arc<dyn Store>, Database) {
    (Arc::new(database.store().await.told_to(listener)), database)
}

/// With one connection nobody can read while a transaction is open, so that case is not here; nor
/// are those in which the pool makes no difference.
macro_rules! with_one_connection {
    ($module:ident, $kind:expr) => {
        mod $module {
            use super::*;

            async fn an_empty_store() -> (Arc<dyn Store>, Database) {
                a_store(Database::migrated($kind).await.with_connections(1)).await
            }

            bookplate_testkit::store_cases! { an_empty_store,
                transactions {
                    the_store_answers_a_ping
                    what_was_kept_is_seen_by_all
                    a_dropped_transaction_adds_nothing
                    a_dropped_transaction_changes_nothing
                    a_conflict_undoes_what_came_before_it
                    a_read_handle_always_sees_the_latest
                    a_dropped_transaction_lets_the_next_one_write
                }
                races {
                    of_many_who_consume_a_token_one_gets_it
                    of_many_who_consume_rival_registrations_at_most_one_gets_an_answer
                    of_many_who_rotate_a_session_one_does
                    of_many_sessions_that_are_opened_at_once_as_many_stay_as_may
                    of_many_who_insert_an_address_one_does
                    of_many_who_claim_no_two_get_the_same_mail
                }
                email_change_races {
                    of_many_who_confirm_a_change_one_does
                    of_many_who_revert_a_change_one_does
                    of_many_changes_a_user_asks_for_one_can_be_confirmed
                    of_many_who_change_to_an_address_one_does
                }
            }
        }
    };
}

with_one_connection!(on_a_file_with_one_connection, Kind::Sqlite);
with_one_connection!(on_postgres_with_one_connection, Kind::Postgres);

#[async_trait]
impl Inspect for Database {
    async fn audit_events(&self) -> Vec<Event> {
        let raw = self.raw().await;
        let all = "SELECT * FROM audit_events ORDER BY at, id";
        let all = Statement::from_string(raw.get_database_backend(), all);
        let rows = raw.query_all_raw(all).await.unwrap();
        rows.iter().map(event).collect()
    }
}

fn event(row: &QueryResult) -> Event {
    let id = |column| row.try_get::<Option<Uuid>>("", column).unwrap();
    let text = |column| row.try_get::<Option<String>>("", column).unwrap();
    let kind = text("kind").unwrap();
    Event {
        id: EventId::from_uuid(id("id").unwrap()),
        at: row.try_get::<TimeDateTimeWithTimeZone>("", "at").unwrap().into(),
        kind: EventKind::ALL.into_iter().find(|known| known.as_str() == kind).unwrap(),
        actor: id("actor_id").map(UserId::from_uuid),
        target: id("target_id").map(UserId::from_uuid),
        session: id("session_id").map(SessionId::from_uuid),
        client: Client {
            ip: text("ip").map(|ip| ip.parse().unwrap()),
            user_agent: text("user_agent"),
            device: None,
            request_id: text("request_id"),
        },
    }
}
