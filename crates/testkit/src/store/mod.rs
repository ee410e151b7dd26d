//! The promises of [`Store`] and its collections.

// The name of a case is its documentation.
#![allow(missing_docs)]

pub mod audit;
pub mod authorizations;
pub mod chat_end_races;
pub mod chat_ends;
pub mod chat_gifts;
pub mod chat_lists;
mod chat_macros;
pub mod chat_moves;
pub mod chat_races;
pub mod chat_search;
pub mod chat_search_changes;
pub mod chat_search_pages;
pub mod chat_search_sizes;
pub mod chats;
pub mod email_change_races;
pub mod email_changes;
pub mod growing_chats;
mod growth;
pub mod held_addresses;
pub mod identities;
mod identity_macros;
pub mod identity_races;
mod listener_macros;
pub mod listeners;
mod macros;
pub mod message_pages;
pub mod message_paths;
pub mod messages;
pub mod one_time_tokens;
pub mod outbox;
pub mod outbox_backlog;
pub mod outbox_records;
pub mod preferences;
pub mod purge_races;
pub mod purges;
pub mod races;
pub mod registrations;
pub mod report_races;
pub mod reports;
pub mod revocations;
pub mod sessions;
pub mod signing_keys;
pub mod transactions;
pub mod user_lists;
pub mod user_races;
pub mod user_search;
pub mod user_sessions;
pub mod user_writes;
pub mod users;
pub mod visitor_questions;
pub mod visitors;

use std::sync::Arc;

use bookplate_domain::{
    audit::Event,
    shared::{Cursor, Limit, Page},
    store::{Repositories, Store, Transaction},
    users::User,
};

use crate::a_user;

/// The store that a case is about.
pub type Subject = Arc<dyn Store>;

/// What a case must see although no port shows it.
#[async_trait::async_trait]
pub trait Inspect {
    /// The whole audit trail, oldest first.
    async fn audit_events(&self) -> Vec<Event>;
}

fn read(store: &Subject) -> Box<dyn Repositories> {
    store.read()
}

async fn begin(store: &Subject) -> Box<dyn Transaction> {
    store.begin().await.expect("a transaction")
}

/// Does something in a transaction of its own and keeps it.
async fn keep<T>(store: &Subject, work: impl AsyncFnOnce(&mut dyn Transaction) -> T) -> T {
    let mut tx = begin(store).await;
    let result = work(tx.as_mut()).await;
    tx.commit().await.expect("the transaction is kept");
    result
}

async fn a_kept_user(store: &Subject) -> User {
    let user = a_user();
    keep(store, async |tx| tx.users().insert(&user).await.unwrap()).await;
    user
}

/// Every page of a list, so many items each, from the first to the last.
async fn pages<T>(
    count: u64,
    list: impl AsyncFn(Option<&Cursor<T>>, Limit) -> Page<T>,
) -> Vec<Vec<T>> {
    let limit = Limit::parse(count).expect("a limit");
    let (mut pages, mut after) = (Vec::new(), None);
    loop {
        let page = list(after.as_ref(), limit).await;
        pages.push(page.items);
        after = page.next;
        if after.is_none() {
            return pages;
        }
    }
}
