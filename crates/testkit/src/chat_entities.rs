use bookplate_domain::{
    chats::{
        Chat, ChatMetadata, Comment, Feedback, Message, MessageId, MessageMetadata, MessageRole,
        MessageStatus, Parts, Rating, Report, ReportReason, Tag, Title, TitleSource,
    },
    shared::{ChatId, ReportId, UserId},
};
use serde_json::json;

use crate::entities::{HOUR, a_moment, next, uuid};

/// An id for a chat.
pub fn a_chat_id() -> ChatId {
    ChatId::from_uuid(uuid())
}

/// A chat with everything that one without messages can have.
pub fn a_chat(owner: UserId) -> Chat {
    let metadata = json!({ "model": "größe-1", "n": [1, 2.5, null, true], "": { "\u{0}": "🦀" } });
    let metadata = metadata.as_object().cloned().expect("an object");
    let tags = ["work", "öffentlich", "it's \"quoted\" \\ %"];
    Chat {
        id: a_chat_id(),
        owner_id: owner,
        title: Some(Title::parse("Wie regelt PID? <b>O'Neil</b> 👩‍💻 كتاب").expect("a title")),
        title_source: TitleSource::User,
        pinned: true,
        archived: true,
        tags: tags.map(|tag| Tag::parse(tag).expect("a tag")).to_vec(),
        metadata: ChatMetadata::parse(metadata).expect("metadata"),
        message_count: 0,
        last_seq: 0,
        head_id: None,
        branched: false,
        last_message_at: a_moment(),
        preview: None,
        version: 3,
        created_at: a_moment(),
        updated_at: a_moment().plus(HOUR),
    }
}

/// A chat with nothing that a chat can lack.
pub fn a_bare_chat(owner: UserId) -> Chat {
    Chat {
        title: None,
        title_source: TitleSource::Auto,
        pinned: false,
        archived: false,
        tags: Vec::new(),
        metadata: ChatMetadata::default(),
        ..a_chat(owner)
    }
}

/// An id for a message.
pub fn a_message_id() -> MessageId {
    MessageId::parse(&format!("msg_{}-Z", next())).expect("an id")
}

/// The next message of a chat with everything that a message can have: it follows the head and
/// comes a second after the one before.
pub fn a_message(chat: &Chat) -> Message {
    let parts = r#"[ {"type":"text", "text":"a\u0000 \ud83d\ude00 é"}, {"type":"x","n":1.0e2} ]"#;
    let at = chat.last_message_at.plus(HOUR / 3600);
    Message {
        id: a_message_id(),
        chat_id: chat.id,
        parent_id: chat.head_id.clone(),
        seq: chat.last_seq + 1,
        role: MessageRole::Assistant,
        status: MessageStatus::Streaming,
        parts: Parts::parse(parts).expect("parts"),
        metadata: Some(MessageMetadata::parse("{ \"b\": 1,\t\"a\": \"ü\" }").expect("metadata")),
        feedback: Some(Feedback {
            rating: Rating::Down,
            comment: Some(Comment::parse("Falsch.\r\n\t— „Ω“").expect("a comment")),
            at: at.plus(HOUR),
        }),
        fingerprint: uuid(),
        chat_active_before: chat.last_message_at,
        created_at: at,
        updated_at: at.plus(HOUR),
    }
}

/// The next message of a chat, of text.
pub fn a_question(chat: &Chat, text: &str) -> Message {
    Message {
        role: MessageRole::User,
        status: MessageStatus::Complete,
        parts: Parts::of_text(text).expect("parts"),
        metadata: None,
        feedback: None,
        ..a_message(chat)
    }
}

/// An open report of a message with everything that it can have.
pub fn a_report(owner: UserId, message: &Message) -> Report {
    Report {
        id: ReportId::from_uuid(uuid()),
        user_id: owner,
        chat_id: message.chat_id,
        message_id: message.id.clone(),
        reason: ReportReason::SelfHarm,
        comment: Some(Comment::parse("Schau her:\n<script>").expect("a comment")),
        created_at: a_moment(),
        resolution: None,
    }
}
