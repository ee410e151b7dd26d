//! Titles and messages, as their owner finds them.

use bookplate_domain::{
    chats::{Chat, ChatQuery, Message, Parts, SearchHit, Title},
    shared::UserId,
};

use super::{
    Subject, a_kept_user,
    growth::{a_kept_chat, append, found, insert, say},
    pages, read,
};
use crate::{a_bare_chat, a_message, a_user};

pub(super) fn query(text: &str) -> ChatQuery {
    ChatQuery::parse(text).unwrap_or_else(|fault| panic!("{text:?}: {fault}"))
}

/// What a query finds, so many a page.
pub(super) async fn paged(
    store: &Subject,
    owner: UserId,
    query: &ChatQuery,
    count: u64,
) -> Vec<Vec<SearchHit>> {
    pages(count, async |after, limit| {
        read(store).chats().search(owner, query, after, limit).await.unwrap()
    })
    .await
}

/// The numbers of the messages that a text finds, those added last first; 0 for a title.
pub(super) async fn numbers(store: &Subject, owner: UserId, text: &str) -> Vec<u32> {
    let hits = paged(store, owner, &query(text), 100).await.concat();
    hits.iter().map(|hit| hit.message.as_ref().map_or(0, |message| message.seq)).collect()
}

pub(super) async fn a_chat_called(store: &Subject, owner: UserId, title: &str) -> Chat {
    let title = Some(Title::parse(title).expect("a title"));
    let chat = Chat { title, ..a_bare_chat(owner) };
    insert(store, &chat).await;
    chat
}

const TEXTS: [&str; 22] = [
    "How do PID loops work?",
    "Wie arbeiten PID-Regler? Zoë fragt.",
    "ZOE asks about loops; loops are everywhere",
    "AND OR NOT NEAR and or not near",
    "AND",
    "don't \"quote\" me: it's a 'trap' -- /* no */ comment",
    "C++ * ? % _ ^ ~ ( ) [ ] { } : ! & | < > $ # @ \\ ; , . =",
    "path/to/file.rs:42, key=value, a*b, x:y, p|q",
    "制御とは何ですか。学习控制理论",
    "كِتَاب مفتوح",
    "किताब खुली है",
    "Straße STRASSE strasse",
    "\u{202e}reversed\u{202c} zero\u{200b}width soft\u{ad}hyphen",
    "👩‍💻 only signs 🦀!",
    "👩‍💻 🦀 !?",
    "3.14 42 007 1e9",
    "loop",
    "loo",
    "pid pid pid",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
    "ﬁne ＡＢＣ ²",
    "null\u{0}byte",
];

const QUERIES: [&str; 62] = [
    "pid",
    "PID",
    "pi",
    "pid ",
    "pi ",
    "pid loops",
    "loops pid",
    "loops  PID?",
    "loop",
    "loop ",
    "loo",
    "lo work",
    "work lo",
    "zoe",
    "Zoë",
    "zo",
    "zoë loops",
    "asks zoe pid",
    "and",
    "AND ",
    "AND OR",
    "NOT NEAR",
    "near(and or)",
    "NEAR/2",
    "and*",
    "* and",
    "-and",
    "!and",
    "and&or",
    "and | or",
    "\"and or\"",
    "'and or'",
    "(and",
    "and)",
    "it's",
    "don't quote",
    "quote\"",
    "trap'--",
    "c++",
    "path to fi",
    "file.rs:42",
    "key=value",
    "x:y",
    "a*b ",
    "content:pid",
    "chat_id:and",
    "制御",
    "学",
    "控制 学习",
    "كتاب",
    "كت",
    "किताब",
    "strasse",
    "straße",
    "straß",
    "reversed zero",
    "width",
    "3.14",
    "14 3 ",
    "abc",
    "null byte",
    "z y x w v u t s r q",
];

pub async fn a_text_is_found_by_all_its_words_and_the_last_may_be_a_beginning(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chat = Chat { title: None, ..a_bare_chat(owner) };
    insert(&store, &chat).await;
    let mut messages = Vec::new();
    for text in TEXTS {
        messages.push(say(&store, &mut chat, text).await);
    }
    let mut hits = 0;
    for text in QUERIES {
        let query = query(text);
        let wanted = messages.iter().rev().filter(|each| query.finds(&each.search_words()));
        let expected: Vec<u32> = wanted.map(|message| message.seq).collect();
        assert_eq!(numbers(&store, owner, text).await, expected, "{text:?}");
        hits += usize::from(!expected.is_empty());
    }
    assert!(hits > 50, "{hits}");
}

pub async fn a_title_is_found_like_a_message(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chats = Vec::new();
    let texts = TEXTS.into_iter().filter_map(|text| Title::parse(text).ok());
    for title in texts {
        chats.push(a_chat_called(&store, owner, title.as_str()).await);
    }
    assert!(chats.len() > 15);
    for text in QUERIES {
        let query = query(text);
        let wanted = chats.iter().rev().filter(|each| query.finds(&each.search_words()));
        let expected: Vec<SearchHit> =
            wanted.map(|chat| SearchHit { chat: chat.clone(), message: None }).collect();
        assert_eq!(paged(&store, owner, &query, 100).await.concat(), expected, "{text:?}");
    }
}

pub async fn a_hit_is_the_chat_and_the_message_as_they_are(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chat = a_kept_chat(&store, owner).await;
    let parts = Parts::parse(r#"[{"type":"text","text":"ein \u00dcberregler"},{"type":"x"}]"#);
    let message = Message { parts: parts.unwrap(), ..a_message(&chat) };
    append(&store, &mut chat, std::slice::from_ref(&message)).await;
    let hits = paged(&store, owner, &query("überr"), 5).await.concat();
    let chat = found(&store, &chat).await.expect("it is kept");
    assert_eq!(hits, [SearchHit { chat: chat.clone(), message: Some(message) }]);
    let hits = paged(&store, owner, &query("o'neil pid"), 5).await.concat();
    assert_eq!(hits, [SearchHit { chat, message: None }]);
}

pub async fn only_text_parts_are_found(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chat = a_kept_chat(&store, owner).await;
    let parts = r#"[{"type":"text","text":"sicht"},{"type":"text","text":"bar"},
        {"type":"reasoning","text":"verborgen"},{"type":"tool-x","input":{"text":"verborgen"}}]"#;
    let message = Message { parts: Parts::parse(parts).unwrap(), ..a_message(&chat) };
    append(&store, &mut chat, &[message]).await;
    assert_eq!(numbers(&store, owner, "sichtbar ").await, [1]);
    for hidden in ["verborgen", "text", "reasoning", "bar ", "größe", "work", "ü"] {
        assert_eq!(numbers(&store, owner, hidden).await, [0; 0], "{hidden}");
    }
}

pub async fn nobody_elses_words_are_found(store: Subject) {
    let (owner, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let mut own = a_chat_called(&store, owner, "gemeinsam eigen").await;
    let mut others = a_chat_called(&store, other, "gemeinsam fremd").await;
    say(&store, &mut own, "gemeinsam eigen").await;
    say(&store, &mut others, "gemeinsam fremd").await;
    say(&store, &mut others, "noch etwas gemeinsam").await;
    assert_eq!(numbers(&store, owner, "gemeinsam").await, [1, 0]);
    assert_eq!(numbers(&store, other, "gemein").await, [2, 1, 0]);
    let (first, last) = (owner.as_uuid(), other.as_uuid());
    let [first, last] = [first, last].map(|id| id.simple().to_string());
    let hyphened = other.to_string();
    for foreign in [
        "fremd",
        "fremd ",
        "frem",
        "eigen fremd",
        "gemeinsam noch",
        // However a store marks whose a word is, nobody can type the mark.
        &last,
        &hyphened,
        &format!("{last}fremd"),
        &format!("{last} fremd"),
        &format!("{last}:fremd"),
        &last[..20],
        &format!("{first}eigen"),
        &first,
    ] {
        assert_eq!(numbers(&store, owner, foreign).await, [0; 0], "{foreign}");
    }
    assert_eq!(numbers(&store, a_user().id, "gemeinsam").await, [0; 0]);
}
