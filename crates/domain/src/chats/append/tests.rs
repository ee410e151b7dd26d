use super::*;
use crate::chats::ChatLimit;
use crate::shared::{ChatId, UserId};

struct Zeros;
impl Random for Zeros {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

const NOW: Timestamp = Timestamp::from_unix_millis(1000);

fn empty() -> Chat {
    Chat::start(ChatId::from_uuid(Uuid::nil()), UserId::from_uuid(Uuid::nil()), NOW)
}

fn id(text: &str) -> MessageId {
    MessageId::parse(text).unwrap()
}

fn asked(name: &str, parent: Parent, json: &str) -> NewMessage {
    NewMessage {
        id: Some(id(name)),
        parent,
        role: MessageRole::User,
        status: MessageStatus::Complete,
        parts: Parts::parse(json).unwrap(),
        metadata: None,
    }
}

fn says(name: &str, parent: Parent) -> NewMessage {
    asked(name, parent, &format!(r#"[{{"type":"text","text":"{name}"}}]"#))
}

fn append(chat: &Chat, known: &[Message], asked: Vec<NewMessage>) -> Result<Append, ChatError> {
    Append::of(chat, known, asked, NOW, &Zeros)
}

/// Each new message, what it follows and its number.
fn tree(append: &Append) -> Vec<(&str, Option<&str>, u32)> {
    append
        .new
        .iter()
        .map(|each| (each.id.as_str(), each.parent_id.as_ref().map(MessageId::as_str), each.seq))
        .collect()
}

#[test]
fn a_chat_has_branches_once_a_message_follows_another_than_the_head() {
    let straight = append(
        &empty(),
        &[],
        vec![says("a", Parent::Previous), says("b", Parent::Message(id("a")))],
    );
    let straight = straight.unwrap();
    assert!(!straight.chat.branched);
    let on = append(&straight.chat, &straight.new, vec![says("c", Parent::Previous)]).unwrap();
    assert!(!on.chat.branched);
    for parent in [Parent::Root, Parent::Message(id("a"))] {
        let beside = append(&straight.chat, &straight.new, vec![says("c", parent.clone())]);
        let beside = beside.unwrap();
        assert!(beside.chat.branched, "{parent:?}");
        let on = append(&beside.chat, &beside.new, vec![says("d", Parent::Previous)]).unwrap();
        assert!(on.chat.branched, "for good");
        let within = vec![says("c", Parent::Previous), says("d", parent.clone())];
        let within = append(&straight.chat, &straight.new, within).unwrap();
        assert!(within.chat.branched, "{parent:?} within a request");
    }
    let again = append(&straight.chat, &straight.new, vec![says("b", Parent::Previous)]).unwrap();
    assert!(!again.chat.branched, "it is there");
}

#[test]
fn messages_follow_each_other_unless_they_say_otherwise() {
    let first = append(
        &empty(),
        &[],
        vec![
            says("a", Parent::Previous),
            says("b", Parent::Previous),
            says("c", Parent::Message(id("a"))),
            says("d", Parent::Root),
            says("e", Parent::Previous),
        ],
    )
    .unwrap();
    assert_eq!(
        tree(&first),
        [
            ("a", None, 1),
            ("b", Some("a"), 2),
            ("c", Some("a"), 3),
            ("d", None, 4),
            ("e", Some("d"), 5)
        ]
    );
    assert_eq!(first.chat.head_id, Some(id("e")));
    assert_eq!((first.chat.message_count, first.chat.last_seq, first.chat.version), (5, 5, 2));
    let next = append(&first.chat, &[], vec![says("f", Parent::Previous)]).unwrap();
    assert_eq!(tree(&next), [("f", Some("e"), 6)]);
}

#[test]
fn what_is_there_is_not_added_again() {
    let sent = vec![says("a", Parent::Previous), says("b", Parent::Message(id("a")))];
    let first = append(&empty(), &[], sent.clone()).unwrap();
    let again = append(&first.chat, &first.new, sent).unwrap();
    assert!(again.new.is_empty() && again.chat == first.chat);
    assert!(again.messages.iter().all(|(_, created)| !created));

    let more = vec![says("a", Parent::Previous), says("c", Parent::Previous)];
    let branch = append(&first.chat, &first.new, more).unwrap();
    assert_eq!(tree(&branch), [("c", Some("a"), 3)]);
}

#[test]
fn a_retry_is_known_by_what_was_sent_and_by_what_is_there() {
    let sent = asked("a", Parent::Root, r#"[{"type":"text","text":"one"}]"#);
    let first = append(&empty(), &[], vec![sent.clone()]).unwrap();
    let spaced = asked("a", Parent::Root, r#"[ { "text":"one", "type":"text" } ]"#);
    assert!(append(&first.chat, &first.new, vec![spaced]).is_ok());

    // A checkpoint came meanwhile: the first text is known, and so is the new one.
    let parts = Parts::of_text("two").unwrap();
    let rewritten = [Message { parts: parts.clone(), ..first.new[0].clone() }];
    assert!(append(&first.chat, &rewritten, vec![sent.clone()]).is_ok());
    let now = NewMessage { parts, parent: Parent::Previous, ..sent.clone() };
    assert!(append(&first.chat, &rewritten, vec![now]).is_ok());

    for other in [
        NewMessage { parts: Parts::of_text("three").unwrap(), ..sent.clone() },
        NewMessage { role: MessageRole::Assistant, ..sent.clone() },
        NewMessage { metadata: Some(MessageMetadata::parse("1").unwrap()), ..sent.clone() },
        NewMessage { parent: Parent::Message(id("a")), ..sent.clone() },
    ] {
        let refused = append(&first.chat, &first.new, vec![other]);
        assert!(
            matches!(refused, Err(ChatError::MessageIdConflict(conflict)) if conflict == id("a"))
        );
    }
}

#[test]
fn a_parent_that_is_not_there_is_named() {
    let sent = vec![says("a", Parent::Previous), says("b", Parent::Message(id("nobody")))];
    let Err(ChatError::Invalid(errors)) = append(&empty(), &[], sent) else { panic!() };
    assert_eq!(errors.0[0].field, "messages[1].parentId");
    // One that comes later in the request is not there yet.
    let later = vec![says("a", Parent::Message(id("b"))), says("b", Parent::Root)];
    assert!(matches!(append(&empty(), &[], later), Err(ChatError::Invalid(_))));
}

#[test]
fn the_first_question_names_the_chat_and_nothing_later_does() {
    let answer = NewMessage { role: MessageRole::Assistant, ..says("Hello", Parent::Previous) };
    let first = append(&empty(), &[], vec![answer.clone()]).unwrap();
    assert_eq!((first.chat.title.clone(), first.questions()), (None, 0));
    let asked = vec![says("Why", Parent::Previous), says("Really", Parent::Previous), answer];
    let known: Vec<Message> = first.new;
    let next = append(&first.chat, &known, asked).unwrap();
    assert_eq!(next.chat.title.as_ref().map(Title::as_str), Some("Why"));
    assert_eq!((next.questions(), next.chat.preview.as_deref()), (2, Some("Really")));
    let named = Chat { title_source: TitleSource::User, ..empty() };
    let next = append(&named, &[], vec![says("Why", Parent::Previous)]).unwrap();
    assert_eq!(next.chat.title, None);
}

#[test]
fn no_message_is_older_than_one_that_came_before() {
    let ahead = Timestamp::from_unix_millis(5000);
    let chat = Chat { last_message_at: ahead, ..empty() };
    let append = append(&chat, &[], vec![says("a", Parent::Previous)]).unwrap();
    assert_eq!((append.new[0].created_at, append.chat.last_message_at), (ahead, ahead));
    assert_eq!(append.new[0].chat_active_before, ahead);
}

#[test]
fn each_message_remembers_where_the_chat_stood_before_the_request() {
    let stood = Timestamp::from_unix_millis(-5000);
    let chat = Chat { last_message_at: stood, ..empty() };
    let two = vec![says("a", Parent::Previous), says("b", Parent::Previous)];
    let append = append(&chat, &[], two).unwrap();
    assert!(append.chat.last_message_at > stood);
    assert!(append.new.iter().all(|message| message.chat_active_before == stood));
}

#[test]
fn a_chat_has_five_thousand_messages_at_most() {
    let almost = Chat { message_count: 4999, last_seq: 7000, ..empty() };
    let one = append(&almost, &[], vec![says("a", Parent::Previous)]).unwrap();
    assert_eq!((one.chat.message_count, one.new[0].seq), (5000, 7001));
    let two = vec![says("a", Parent::Previous), says("b", Parent::Previous)];
    assert!(matches!(
        append(&almost, &[], two),
        Err(ChatError::LimitExceeded(ChatLimit::Messages))
    ));
}

#[test]
fn who_names_no_message_gets_a_new_one_each_time() {
    let nameless = NewMessage { id: None, ..says("a", Parent::Previous) };
    let append = append(&empty(), &[], vec![nameless]).unwrap();
    assert!(MessageId::parse(append.new[0].id.as_str()).is_ok());
    assert_eq!(append.new[0].id.as_str().len(), 36);
}
