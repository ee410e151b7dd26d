//! What is done with chats, and the statements that it needs.

use std::sync::{Arc, Mutex};

use bookplate_domain::{
    chats::{
        Chat, ChatFilter, ChatQuery, Message, MessageId, MessageOrder, MessageView, Report,
        ReportAction, ReportStatus, Resolution, Tag,
    },
    shared::Limit,
    store::{Repositories, Store, Transaction},
};
use bookplate_seaorm::SeaOrmStore;
use bookplate_testkit::{a_chat, a_chat_id, a_message, a_moment, a_question, a_report};

use crate::{
    chat_crowd::{BRANCHED, busiest, chat, chat_id, message_id},
    crowd,
    database::Database,
};

/// Something that is done, how many statements it may need, and those that it needs.
pub struct Act {
    pub what: &'static str,
    pub at_most: usize,
    pub statements: Vec<String>,
}

/// A store, and every statement since somebody looked.
pub struct Observed {
    pub store: SeaOrmStore,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Observed {
    pub async fn of(database: &Database) -> Self {
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let note = seen.clone();
        let observer = Arc::new(move |sql: &str| note.lock().unwrap().push(sql.to_owned()));
        let store = SeaOrmStore::connect_observed(&database.options, observer).await.unwrap();
        Self { store, seen }
    }

    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.seen.lock().unwrap())
    }
}

/// The next messages of a chat, and the chat with them.
pub fn next_messages(chat: &Chat, count: usize) -> (Chat, Vec<Message>) {
    let (mut chat, mut messages) = (chat.clone(), Vec::new());
    for number in 0..count {
        let message = a_question(&chat, &format!("common question {number}"));
        (chat.last_seq, chat.head_id) = (message.seq, Some(message.id.clone()));
        (chat.message_count, chat.last_message_at) = (chat.message_count + 1, message.created_at);
        messages.push(message);
    }
    chat.version += 1;
    (chat, messages)
}

/// Adds messages as the use case does. The owner has chosen their ids, and none is there.
pub async fn append(tx: &mut dyn Transaction, to: &Chat, count: usize) {
    let chat = tx.chats().lock(to.owner_id, to.id).await.unwrap().expect("the chat");
    let (chat, messages) = next_messages(&chat, count);
    let ids: Vec<_> = messages.iter().map(|message| message.id.clone()).collect();
    assert_eq!(tx.messages().find(&chat, &ids).await.unwrap(), []);
    assert_eq!(tx.messages().deleted_among(&chat, &ids).await.unwrap(), []);
    tx.messages().append(&chat, &messages).await.unwrap();
}

pub fn query(text: &str) -> ChatQuery {
    ChatQuery::parse(text).unwrap()
}

/// Does everything once in a crowd, and undoes it.
pub async fn acts(database: &Database) -> Vec<Act> {
    let observed = Observed::of(database).await;
    let branched = chat(&observed.store, BRANCHED).await;
    assert!(branched.branched);
    let chat = chat(&observed.store, 1).await;
    observed.take();
    let mut acts = Vec::new();
    let mut note = |what, at_most| acts.push(Act { what, at_most, statements: observed.take() });

    let mut read = observed.store.read();
    lists(read.as_mut(), &chat, &mut note).await;
    pages(read.as_mut(), &chat, Limit::DEFAULT, &mut note).await;
    pages(read.as_mut(), &branched, Limit::parse(2).unwrap(), &mut note).await;
    singles(read.as_mut(), &chat, &mut note).await;
    let mut tx = observed.store.begin().await.unwrap();
    observed.take();
    writes(tx.as_mut(), &chat, &mut note).await;
    reports(tx.as_mut(), &chat, &mut note).await;
    questions(tx.as_mut(), &mut note).await;
    gifts(tx.as_mut(), &mut note).await;
    acts
}

async fn lists(
    read: &mut dyn Repositories,
    chat: &Chat,
    note: &mut impl FnMut(&'static str, usize),
) {
    let (owner, few) = (chat.owner_id, Limit::DEFAULT);
    read.chats().find(owner, chat.id).await.unwrap().expect("the chat");
    note("find a chat", 1);
    assert!(read.chats().count(owner).await.unwrap() > 100);
    note("count the chats", 1);
    let (all, tag) = (ChatFilter::default(), Tag::parse("work").unwrap());
    let first = read.chats().list(owner, &all, None, few).await.unwrap();
    assert_eq!(first.items.len(), 20);
    note("list chats", 1);
    let next = read.chats().list(owner, &all, first.next.as_ref(), few).await.unwrap();
    assert_eq!(next.items.len(), 20);
    note("list chats on", 1);
    let some = ChatFilter { archived: Some(false), pinned: Some(true), tag: Some(tag) };
    read.chats().list(owner, &some, None, few).await.unwrap();
    note("list some chats", 1);
    read.chats().list(owner, &some, first.next.as_ref(), few).await.unwrap();
    note("list some chats on", 1);
    for (text, found) in [("rare6x1 ", 1), ("common ", 20), ("w12", 20), ("common rare1x7 ", 1)] {
        let page = read.chats().search(owner, &query(text), None, few).await.unwrap();
        assert_eq!(page.items.len(), found, "{text}");
        note("search", 1);
        read.chats().search(owner, &query(text), page.next.as_ref(), few).await.unwrap();
        note("search on", 1);
    }
}

/// Of a chat with branches, the way to its head takes a statement more when it is opened.
async fn pages(
    read: &mut dyn Repositories,
    chat: &Chat,
    few: Limit,
    note: &mut impl FnMut(&'static str, usize),
) {
    for order in [MessageOrder::Asc, MessageOrder::Desc] {
        for view in [MessageView::Active, MessageView::All] {
            read.chats().open(chat.owner_id, chat.id, view, order, few).await.unwrap();
            let follows = chat.branched && view == MessageView::Active;
            note("open a chat", if follows { 2 } else { 1 });
            let first = read.messages().list(chat, view, order, None, few).await.unwrap();
            assert_eq!(first.items.len(), usize::from(few.get()));
            note("read messages", 1);
            let after = first.next.as_ref();
            let next = read.messages().list(chat, view, order, after, few).await.unwrap();
            assert_eq!(next.items.len(), usize::from(few.get()));
            note("read messages on", 1);
        }
    }
}

async fn singles(
    read: &mut dyn Repositories,
    chat: &Chat,
    note: &mut impl FnMut(&'static str, usize),
) {
    let few = Limit::DEFAULT;
    let first = read.messages().list_all_of(chat.owner_id, None, few).await.unwrap();
    note("read all messages of an owner", 1);
    read.messages().list_all_of(chat.owner_id, first.next.as_ref(), few).await.unwrap();
    note("read all messages of an owner on", 1);
    assert_eq!(read.messages().around(chat, 40, 3).await.unwrap().len(), 7);
    note("read the messages around one", 1);
    assert!(read.messages().newest(chat).await.unwrap().is_some());
    note("find the newest message", 1);
    let ids = [message_id(7), message_id(8)];
    assert_eq!(read.messages().find(chat, &ids).await.unwrap().len(), 2);
    note("find messages", 1);
    let ids = [message_id(7), MessageId::parse("gone_2").unwrap()];
    assert_eq!(read.messages().deleted_among(chat, &ids).await.unwrap(), ids[1..]);
    note("find deleted messages", 1);
}

async fn writes(tx: &mut dyn Transaction, chat: &Chat, note: &mut impl FnMut(&'static str, usize)) {
    append(tx, chat, 1).await;
    note("append a message", 4);
    append(tx, chat, 50).await;
    note("append fifty messages", 4);
    tx.chats().insert(&a_chat(chat.owner_id)).await.unwrap();
    note("start a chat", 3);
    let message = tx.messages().find(chat, &[message_id(40)]).await.unwrap().remove(0);
    note("find messages", 1);
    let message = Message { parts: a_message(chat).parts, ..message };
    tx.messages().update(chat, &message).await.unwrap();
    note("write a message", 2);
    tx.messages().delete(chat, &message).await.unwrap();
    note("delete a message", 4);
    let ids = [chat_id(6), chat_id(11), a_chat_id()];
    assert_eq!(tx.chats().delete(chat.owner_id, &ids).await.unwrap(), 2);
    note("delete chats", 1);
}

async fn reports(
    tx: &mut dyn Transaction,
    chat: &Chat,
    note: &mut impl FnMut(&'static str, usize),
) {
    let few = Limit::DEFAULT;
    let message = tx.messages().find(chat, &[message_id(7)]).await.unwrap().remove(0);
    let report = a_report(chat.owner_id, &message);
    note("find messages", 1);
    tx.reports().insert(&report).await.unwrap();
    note("report a message", 1);
    assert!(tx.reports().find_open(chat.owner_id, chat.id, &message.id).await.unwrap().is_some());
    note("find the open report", 1);
    for status in [None, Some(ReportStatus::Open), Some(ReportStatus::Resolved)] {
        tx.reports().list(status, None, None, few).await.unwrap();
        note("list reports", 1);
    }
    tx.reports().list(None, Some(chat.owner_id), None, few).await.unwrap();
    note("list reports of a user", 1);
    assert!(tx.reports().find(report.id).await.unwrap().is_some());
    note("find a report", 1);
    assert!(tx.reports().lock(report.id).await.unwrap().is_some());
    note("lock a report", 1);
    let (action, by) = (ReportAction::Dismiss, Some(chat.owner_id));
    let resolution = Some(Resolution { action, by, at: a_moment(), note: None });
    tx.reports().update(&Report { resolution, ..report }).await.unwrap();
    note("settle a report", 1);
}

async fn questions(tx: &mut dyn Transaction, note: &mut impl FnMut(&'static str, usize)) {
    tx.visitor_questions().add(busiest(), a_moment(), 2).await.unwrap();
    note("note a question", 1);
    tx.visitor_questions().since(busiest(), a_moment()).await.unwrap();
    note("count questions", 1);
    tx.visitor_questions().purge(a_moment(), 9).await.unwrap();
    note("forget questions", 1);
}

/// The last ones, for which many rows change.
async fn gifts(tx: &mut dyn Transaction, note: &mut impl FnMut(&'static str, usize)) {
    let (from, to) = (crowd::id(2), crowd::id(3));
    let page = tx.chats().list(from, &ChatFilter::default(), None, Limit::MOST).await;
    let ids: Vec<_> = page.unwrap().items.iter().take(3).map(|chat| chat.id).collect();
    note("list chats", 1);
    assert_eq!(tx.chats().give(from, to, Some(&ids)).await.unwrap().len(), 3);
    note("give some chats", 4);
    assert!(!tx.chats().give(to, from, None).await.unwrap().is_empty());
    note("give all chats", 4);
    assert!(tx.users().delete(from).await.unwrap());
    note("delete an account", 1);
}
