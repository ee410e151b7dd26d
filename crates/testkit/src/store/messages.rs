use std::time::Duration;

use bookplate_domain::{
    chats::{Chat, Feedback, Message, MessageMetadata, MessageRole, MessageStatus, Parts, Rating},
    shared::Limit,
};
use uuid::Uuid;

use super::{
    Subject, a_kept_user, begin,
    chats::all,
    growth::{a_kept_chain, a_kept_chat, append, append_in, chain, go_on, message},
    keep, read,
};
use crate::{a_chat_id, a_message, a_message_id, a_moment, a_question};

async fn newest(store: &Subject, chat: &Chat) -> Option<Message> {
    read(store).messages().newest(chat).await.unwrap()
}

async fn delete(store: &Subject, chat: &Chat, message: &Message) {
    keep(store, async |tx| {
        tx.chats().lock(chat.owner_id, chat.id).await.unwrap();
        tx.messages().delete(chat, message).await.unwrap();
    })
    .await;
}

pub async fn every_field_reads_back_as_it_was_written(store: Subject) {
    let mut chat = a_kept_chat(&store, a_kept_user(&store).await.id).await;
    let mut written = Vec::new();
    for role in MessageRole::ALL {
        for status in MessageStatus::ALL {
            written.push(Message { role: *role, status: *status, ..a_message(&chat) });
            written.push(Message { role: *role, status: *status, ..a_question(&chat, "") });
        }
    }
    for rating in Rating::ALL {
        let feedback = Some(Feedback { rating: *rating, comment: None, at: a_moment() });
        written.push(Message { feedback, ..a_message(&chat) });
    }
    for (number, each) in written.iter_mut().enumerate() {
        *each = Message { seq: each.seq + u32::try_from(number).unwrap(), ..each.clone() };
    }
    append(&store, &mut chat, &written).await;
    assert_eq!(all(&store, &chat).await, written);
    for each in &written {
        assert_eq!(message(&store, &chat, each).await.as_ref(), Some(each));
    }
    assert_eq!(newest(&store, &chat).await.as_ref(), written.last());
    let seq = written[0].seq;
    let around = read(&store).messages().around(&chat, seq, 100).await.unwrap();
    assert_eq!(around, written);
    let of_owner = read(&store).messages().list_all_of(chat.owner_id, None, Limit::MOST).await;
    assert_eq!(of_owner.unwrap().items, written);
}

/// Texts that a parser, a database or a front end may be tempted to alter.
fn odd_texts() -> Vec<String> {
    let json = [
        "[]",
        "[ {\n\t\"type\" :\"text\" ,\r\n \"text\":\"spaced  out\" } ]",
        r#"[{"type":"text","text":"\u0000\u0001\u001f\u007f\u0080"}]"#,
        r#"[{"type":"text","text":"\ud83d\ude00 \uFFFF \ufeff \/ \\u0041"}]"#,
        "[{\"type\":\"text\",\"text\":\"\u{feff}\u{202e}gnp.exe\u{2066}\u{2069}\u{200b}\"}]",
        "[{\"type\":\"text\",\"text\":\"👩‍💻🏳️‍🌈 e\u{301} é \u{10ffff}\u{e000}\u{fdd0}\"}]",
        "[{\"type\":\"text\",\"text\":\"<script>alert('1')</script> '; DROP TABLE x;-- %s $1 ?\"}]",
        r#"[{"type":"tool-x","input":{"b":1,"a":1.0e2,"a":-0.0},"n":12345678901234567890.10}]"#,
        r#"[{"type":"text","text":"","providerMetadata":{"":null}},{"type":"step-start"}]"#,
    ];
    let frame = Parts::of_text("").unwrap().as_str().len();
    let letters = ["x", "é", "👩", "\\", "\"", "\u{2028}"];
    let long = letters.map(|letter| {
        let escaped = serde_json::Value::from(letter).to_string().len() - 2;
        let text = letter.repeat((Parts::MAX_BYTES - frame) / escaped);
        Parts::of_text(&text).unwrap().as_str().to_owned()
    });
    json.map(str::to_owned).into_iter().chain(long).collect()
}

pub async fn parts_and_metadata_read_back_byte_for_byte(store: Subject) {
    let mut chat = a_kept_chat(&store, a_kept_user(&store).await.id).await;
    for json in odd_texts() {
        let parts = Parts::parse(&json).expect("the domain takes it");
        let metadata = MessageMetadata::parse(&json).ok();
        assert!(metadata.is_some() || json.len() > 16 * 1024);
        let written = Message { parts, metadata, ..a_message(&chat) };
        append(&store, &mut chat, std::slice::from_ref(&written)).await;
        let found = message(&store, &chat, &written).await.expect("it is kept");
        // Not as a whole: what differs would fill screens.
        assert!(found.parts.as_str() == json, "{}", &json[..json.len().min(80)]);
        assert!(found == written);
        keep(&store, async |tx| {
            tx.chats().lock(chat.owner_id, chat.id).await.unwrap();
            tx.messages().update(&chat, &written).await.unwrap();
        })
        .await;
        assert!(message(&store, &chat, &written).await == Some(written));
    }
}

pub async fn those_of_many_that_the_chat_has_are_found(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let (chat, messages) = a_kept_chain(&store, owner, 120).await;
    let (other, others) = a_kept_chain(&store, owner, 2).await;
    let find = async |chat: &Chat, ids: &[_]| {
        let mut found = read(&store).messages().find(chat, ids).await.unwrap();
        found.sort_by_key(|message| message.seq);
        found
    };
    assert_eq!(find(&chat, &[]).await, []);
    assert_eq!(find(&chat, &[a_message_id(), others[0].id.clone()]).await, []);
    let mut wanted: Vec<_> = messages.iter().map(|message| message.id.clone()).collect();
    wanted.reverse();
    wanted.push(others[1].id.clone());
    assert_eq!(find(&chat, &wanted).await, messages);
    assert_eq!(find(&chat, &wanted[3..5]).await, messages[115..117]);
    assert_eq!(find(&other, &wanted).await, others[1..]);
}

pub async fn an_id_is_one_message_s_in_each_chat(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let (first, messages) = a_kept_chain(&store, owner, 3).await;
    let mut second = a_kept_chat(&store, a_kept_user(&store).await.id).await;
    let mut twins = chain(&second, 3);
    for (twin, message) in twins.iter_mut().zip(&messages) {
        twin.id = message.id.clone();
        twin.parent_id.clone_from(&message.parent_id);
    }
    append(&store, &mut second, &twins).await;
    keep(&store, async |tx| {
        let parts = Parts::of_text("anders").unwrap();
        let changed = Message { parts, ..twins[2].clone() };
        tx.messages().update(&second, &changed).await.unwrap();
        twins[2] = changed;
    })
    .await;
    delete(&store, &second, &twins[1]).await;
    assert_eq!(all(&store, &first).await, messages);
    let parent_id = Some(twins[0].id.clone());
    let left = [twins[0].clone(), Message { parent_id, ..twins[2].clone() }];
    assert_eq!(all(&store, &second).await, left);
}

pub async fn ids_that_differ_in_case_or_marks_are_two(store: Subject) {
    let mut chat = a_kept_chat(&store, a_kept_user(&store).await.id).await;
    let ids = ["a", "A", "_", "-", "a_", "a-", "aa", "0", "00", &"x".repeat(64), &"X".repeat(64)];
    for id in ids {
        let id = bookplate_domain::chats::MessageId::parse(id).unwrap();
        let message = Message { id, ..a_message(&chat) };
        append(&store, &mut chat, &[message]).await;
    }
    let messages = all(&store, &chat).await;
    assert_eq!(messages.iter().map(|message| message.id.as_str()).collect::<Vec<_>>(), ids);
    for each in &messages {
        assert_eq!(message(&store, &chat, each).await.as_ref(), Some(each));
    }
}

pub async fn an_update_writes_what_it_says_and_nothing_else(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let (mut chat, messages) = a_kept_chain(&store, owner, 2).await;
    let bare = Message { metadata: None, feedback: None, ..a_message(&chat) };
    append(&store, &mut chat, std::slice::from_ref(&bare)).await;
    let later = a_moment().plus(Duration::from_secs(86_400));
    let full = Message {
        role: MessageRole::System,
        status: MessageStatus::Error,
        updated_at: later,
        ..a_message(&chat)
    };
    for change in [full, bare.clone()] {
        let written = Message {
            id: bare.id.clone(),
            parent_id: None,
            seq: 99,
            fingerprint: Uuid::nil(),
            chat_active_before: later,
            created_at: later,
            ..change.clone()
        };
        keep(&store, async |tx| {
            tx.chats().lock(owner, chat.id).await.unwrap();
            tx.messages().update(&chat, &written).await.unwrap();
        })
        .await;
        let expected = Message {
            role: change.role,
            status: change.status,
            parts: change.parts,
            metadata: change.metadata,
            feedback: change.feedback,
            updated_at: change.updated_at,
            ..bare.clone()
        };
        let found = all(&store, &chat).await;
        assert_eq!(found[..2], messages);
        assert_eq!(found[2..], [expected]);
    }
}

pub async fn what_follows_a_deleted_message_follows_what_it_followed(store: Subject) {
    let mut chat = a_kept_chat(&store, a_kept_user(&store).await.id).await;
    let root = go_on(&store, &mut chat).await;
    let middle = go_on(&store, &mut chat).await;
    let mut children = Vec::new();
    for _ in 0..3 {
        let child = Message { parent_id: Some(middle.id.clone()), ..a_message(&chat) };
        append(&store, &mut chat, std::slice::from_ref(&child)).await;
        children.push(child);
    }
    let grandchild = go_on(&store, &mut chat).await;
    let parents = async || {
        let all = all(&store, &chat).await;
        all.into_iter().map(|message| (message.id, message.parent_id)).collect::<Vec<_>>()
    };
    let (root_id, last_child) = (Some(root.id.clone()), children[2].id.clone());

    delete(&store, &chat, &middle).await;
    let mut expected = vec![(root.id.clone(), None)];
    expected.extend(children.iter().map(|child| (child.id.clone(), root_id.clone())));
    expected.push((grandchild.id.clone(), Some(last_child)));
    assert_eq!(parents().await, expected);
    assert_eq!(message(&store, &chat, &middle).await, None);

    delete(&store, &chat, &root).await;
    expected.remove(0);
    expected[..3].iter_mut().for_each(|(_, parent)| *parent = None);
    assert_eq!(parents().await, expected);

    delete(&store, &chat, &grandchild).await;
    expected.pop();
    assert_eq!(parents().await, expected);
    assert_eq!(newest(&store, &chat).await.map(|newest| newest.id), Some(children[2].id.clone()));
}

pub async fn the_newest_message_is_that_with_the_highest_number(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let (chat, messages) = a_kept_chain(&store, owner, 12).await;
    a_kept_chain(&store, owner, 20).await;
    for last in messages.iter().rev() {
        assert_eq!(newest(&store, &chat).await.as_ref(), Some(last));
        delete(&store, &chat, last).await;
    }
    assert_eq!(newest(&store, &chat).await, None);
}

pub async fn the_messages_around_a_number_are_told_by_rising_number(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let (chat, mut messages) = a_kept_chain(&store, owner, 10).await;
    a_kept_chain(&store, owner, 10).await;
    let gone = messages.remove(4);
    delete(&store, &chat, &gone).await;
    if let Some(follower) = messages.get_mut(4) {
        follower.parent_id = gone.parent_id;
    }
    for seq in 0..=12 {
        for each in [0, 1, 3, 100] {
            let around = read(&store).messages().around(&chat, seq, each).await.unwrap();
            let before = messages.iter().rev().filter(|m| m.seq < seq).take(each.into());
            let mut expected: Vec<Message> = before.cloned().collect();
            expected.reverse();
            expected.extend(messages.iter().find(|m| m.seq == seq).cloned());
            expected.extend(messages.iter().filter(|m| m.seq > seq).take(each.into()).cloned());
            assert_eq!(around, expected, "{each} around {seq}");
        }
    }
}

pub async fn what_is_not_kept_changes_nothing(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let (chat, messages) = a_kept_chain(&store, owner, 3).await;
    let mut tx = begin(&store).await;
    append_in(tx.as_mut(), &mut chat.clone(), &chain(&chat, 2)).await;
    let parts = Parts::of_text("anders").unwrap();
    tx.messages().update(&chat, &Message { parts, ..messages[1].clone() }).await.unwrap();
    tx.messages().delete(&chat, &messages[0]).await.unwrap();
    assert_eq!(tx.messages().newest(&chat).await.unwrap().map(|newest| newest.seq), Some(5));
    drop(tx);
    assert_eq!(all(&store, &chat).await, messages);
}

pub async fn a_chat_that_is_not_there_has_no_messages(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let (chat, messages) = a_kept_chain(&store, owner, 3).await;
    let nowhere = Chat { id: a_chat_id(), ..chat };
    assert_eq!(all(&store, &nowhere).await, []);
    assert_eq!(newest(&store, &nowhere).await, None);
    assert_eq!(message(&store, &nowhere, &messages[0]).await, None);
    assert_eq!(read(&store).messages().around(&nowhere, 2, 3).await.unwrap(), []);
}
