#![expect(clippy::expect_used, reason = "the id is a constant")]

use bookplate_domain::{
    chats::TitleSource,
    chats::{Chat, ChatMetadata, Message, MessageId, MessageRole, MessageStatus, Parts, Title},
    shared::{ChatId, Timestamp, UserId},
};
use bookplate_http::fuzzing;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::markdown_links::{is_harmless, link, plain};

/// What stands between the title and the sources.
const RULE: &str = "\n---\n";

/// The title of a chat, a rule, and what a message has: the JSON of parts, or sources by lines, each
/// an address, a tab and a title.
pub fn markdown_export(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (title, rest) = text.split_once(RULE).unwrap_or((&text, ""));

    let heading = fuzzing::markdown_heading(&chat(title));
    let shown = heading.strip_prefix("# ").and_then(|line| line.strip_suffix('\n'));
    let shown = shown.and_then(plain);
    assert_eq!(shown.as_deref(), Some(one_line(title).as_str()), "one line as it is: {heading:?}");

    // As a message comes in, or else as nobody could have sent it.
    let by_lines = || Parts::from_stored(Value::from_iter(rest.lines().map(source)).to_string());
    let parts = Parts::parse(rest).unwrap_or_else(|_| by_lines());
    let said = parts.text();
    let written = fuzzing::markdown_message(&message(parts));
    let written = written.strip_prefix("\n## Assistant\n").expect("who speaks");
    let said = if said.is_empty() { said } else { format!("\n{said}\n") };
    let sources = written.strip_prefix(said.as_str()).expect("what was said, as it was said");
    let Some(sources) = sources.strip_prefix('\n') else {
        assert!(sources.is_empty(), "{sources:?}");
        return;
    };
    assert!(sources.ends_with('\n') && !sources.contains('\r'), "{sources:?}");
    for item in sources.lines() {
        let item = item.strip_prefix("- ").expect("an item of the list");
        let label = match link(item) {
            Some((label, destination)) => {
                assert!(is_harmless(&destination), "{item:?} leads to {destination:?}");
                label
            }
            None => item,
        };
        assert!(plain(label).is_some_and(|shown| !shown.trim().is_empty()), "{item:?}");
    }
}

fn source(line: &str) -> Value {
    let (url, title) = line.split_once('\t').unwrap_or((line, ""));
    json!({ "type": "source-url", "url": url, "title": title })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn chat(title: &str) -> Chat {
    let at = Timestamp::from_unix_millis(0);
    Chat {
        id: ChatId::from_uuid(Uuid::nil()),
        owner_id: UserId::from_uuid(Uuid::nil()),
        title: Some(Title::from_stored(title.to_owned())),
        title_source: TitleSource::User,
        pinned: false,
        archived: false,
        tags: Vec::new(),
        metadata: ChatMetadata::default(),
        message_count: 0,
        last_seq: 0,
        head_id: None,
        branched: false,
        last_message_at: at,
        preview: None,
        version: 1,
        created_at: at,
        updated_at: at,
    }
}

fn message(parts: Parts) -> Message {
    let at = Timestamp::from_unix_millis(0);
    Message {
        id: MessageId::parse("m1").expect("an id"),
        chat_id: ChatId::from_uuid(Uuid::nil()),
        parent_id: None,
        seq: 1,
        role: MessageRole::Assistant,
        status: MessageStatus::Complete,
        parts,
        metadata: None,
        feedback: None,
        fingerprint: Uuid::nil(),
        chat_active_before: at,
        created_at: at,
        updated_at: at,
    }
}
