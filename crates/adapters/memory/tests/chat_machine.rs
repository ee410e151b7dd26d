//! Chats grow, branch and shrink as they must, whatever is done to them.

use std::sync::Arc;

use bookplate_memory::MemoryStore;
use bookplate_testkit::{
    chat_machine::{self, Subject},
    run,
};

fn memory() -> Subject {
    Subject { name: "memory", store: Arc::new(MemoryStore::new()) }
}

#[test]
fn every_message_is_where_a_simple_model_says() {
    run(async { chat_machine::hold(768, file!(), &[&memory]) });
}
