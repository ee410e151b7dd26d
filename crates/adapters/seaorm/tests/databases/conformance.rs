//! The promises of the store, on every database it can stand on.

use std::sync::Arc;

use async_trait::async_trait;
use bookplate_domain::{
    audit::{Event, EventFilter},
    shared::Limit,
    store::{ChangeListener, Store},
};
use bookplate_testkit::store::Inspect;

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
                user_races {
                    of_two_admins_who_demote_each_other_one_is_left
                    whoever_locks_all_admins_sees_those_who_became_it_before
                    accounts_that_are_added_many_at_once_get_each_address_once
                    whatever_happens_while_an_account_is_deleted_leaves_nothing_behind
                }
                email_change_races {
                    of_many_who_confirm_a_change_one_does
                    of_many_who_revert_a_change_one_does
                    of_many_changes_a_user_asks_for_one_can_be_confirmed
                    of_many_who_change_to_an_address_one_does
                }
                identity_races {
                    of_many_users_who_link_one_identity_one_does
                    of_many_identities_of_a_provider_a_user_links_one
                    of_many_who_unlink_an_identity_one_does
                    of_many_who_come_back_with_one_state_one_gets_it
                    of_many_who_use_one_code_one_gets_what_was_said
                    many_who_remove_what_has_expired_remove_each_once
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
        let (mut read, all) = (self.store().await.read(), EventFilter::default());
        let (mut newest_first, mut after) = (Vec::new(), None);
        loop {
            let page = read.audit().list(&all, after.as_ref(), Limit::MOST).await.unwrap();
            newest_first.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        newest_first.reverse();
        newest_first
    }
}
