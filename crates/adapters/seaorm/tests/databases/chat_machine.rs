//! Chats grow, branch and shrink on a database as they do in memory, whatever is done to them.

use std::sync::Arc;

use bookplate_testkit::chat_machine::{self, Subject};

use crate::database::{Database, Kind};

on_both! { every_message_is_where_a_simple_model_says }

async fn every_message_is_where_a_simple_model_says(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = Arc::new(database.store().await);
    let on_database = || Subject { name: "the database", store: store.clone() };
    chat_machine::hold(48, file!(), &[&on_database]);
}
