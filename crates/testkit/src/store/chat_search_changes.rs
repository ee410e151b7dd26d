//! What a search finds once something was changed, given away or deleted.

use bookplate_domain::{
    chats::{Chat, Message, Parts, Title},
    shared::UserId,
};

use super::{
    Subject, a_kept_user, begin,
    chat_search::{a_chat_called, numbers},
    growth::{append_in, say},
    keep,
};
use crate::a_question;

async fn rename(store: &Subject, chat: &mut Chat, title: Option<&str>) {
    chat.title = title.map(|title| Title::parse(title).expect("a title"));
    chat.version += 1;
    keep(store, async |tx| {
        tx.chats().lock(chat.owner_id, chat.id).await.unwrap();
        tx.chats().update(chat).await.unwrap();
    })
    .await;
}

async fn rewrite(store: &Subject, chat: &Chat, message: &mut Message, text: &str) {
    message.parts = Parts::of_text(text).expect("parts");
    keep(store, async |tx| {
        tx.chats().lock(chat.owner_id, chat.id).await.unwrap();
        tx.messages().update(chat, message).await.unwrap();
    })
    .await;
}

async fn assert_found(store: &Subject, owner: UserId, expected: &[(&str, &[u32])]) {
    for (text, expected) in expected {
        assert_eq!(numbers(store, owner, text).await, *expected, "{text}");
    }
}

pub async fn a_message_is_found_by_what_it_says_now(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chat = a_chat_called(&store, owner, "Titel").await;
    let mut first = say(&store, &mut chat, "eins und alles").await;
    say(&store, &mut chat, "und zwei").await;
    for _ in 0..3 {
        rewrite(&store, &chat, &mut first, "vorläufig").await;
        rewrite(&store, &chat, &mut first, "drei und alles").await;
    }
    assert_found(&store, owner, &[("eins", &[]), ("vorl", &[]), ("drei und", &[1])]).await;
    assert_found(&store, owner, &[("zwei", &[2]), ("titel", &[0]), ("alles ", &[1])]).await;
    // It was not added again.
    assert_found(&store, owner, &[("und", &[2, 1])]).await;
    rewrite(&store, &chat, &mut first, "").await;
    assert_found(&store, owner, &[("alles", &[]), ("zwei", &[2])]).await;
    rewrite(&store, &chat, &mut first, "wieder da").await;
    assert_found(&store, owner, &[("wieder da", &[1]), ("drei", &[])]).await;
}

pub async fn a_chat_is_found_by_what_it_is_called_now(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chat = a_chat_called(&store, owner, "erster Name").await;
    say(&store, &mut chat, "Nachricht").await;
    rename(&store, &mut chat, Some("zweiter Name")).await;
    assert_found(&store, owner, &[("erster", &[]), ("zweiter", &[0]), ("nachr", &[1])]).await;
    rename(&store, &mut chat, None).await;
    assert_found(&store, owner, &[("zweiter", &[]), ("name", &[]), ("nachr", &[1])]).await;
    rename(&store, &mut chat, Some("dritter Name")).await;
    assert_found(&store, owner, &[("dritter", &[0]), ("name ", &[0])]).await;
    chat.pinned = true;
    rename(&store, &mut chat, Some("dritter Name")).await;
    assert_found(&store, owner, &[("dritter", &[0])]).await;
}

pub async fn what_was_deleted_is_not_found(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chat = a_chat_called(&store, owner, "Wort im Titel").await;
    let first = say(&store, &mut chat, "Wort eins").await;
    say(&store, &mut chat, "Wort zwei").await;
    let mut other = a_chat_called(&store, owner, "anderes Wort").await;
    say(&store, &mut other, "Wort drei").await;
    assert_found(&store, owner, &[("wort", &[1, 0, 2, 1, 0])]).await;
    keep(&store, async |tx| tx.messages().delete(&chat, &first).await.unwrap()).await;
    assert_found(&store, owner, &[("wort", &[1, 0, 2, 0]), ("eins", &[])]).await;
    keep(&store, async |tx| tx.chats().delete(owner, &[chat.id]).await.unwrap()).await;
    assert_found(&store, owner, &[("wort", &[1, 0]), ("titel", &[]), ("zwei", &[])]).await;
}

pub async fn what_was_given_away_is_found_by_its_new_owner_only(store: Subject) {
    let (from, to) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let mut chat = a_chat_called(&store, from, "Wort im Titel").await;
    let mut first = say(&store, &mut chat, "Wort eins").await;
    let mut stays = a_chat_called(&store, from, "bleibendes Wort").await;
    let mut theirs = a_chat_called(&store, to, "eigenes Wort").await;
    say(&store, &mut stays, "Wort").await;
    say(&store, &mut theirs, "nichts").await;
    say(&store, &mut theirs, "Wort").await;
    keep(&store, async |tx| tx.chats().give(from, to, Some(&[chat.id])).await.unwrap()).await;
    chat.owner_id = to;
    assert_found(&store, from, &[("wort", &[1, 0]), ("eins", &[]), ("titel", &[])]).await;
    // Where it stands among the others is where it stood: what was added last comes first.
    assert_found(&store, to, &[("wort", &[2, 0, 1, 0]), ("wor eins", &[]), ("eins", &[1])]).await;
    assert_found(&store, to, &[("titel im", &[0]), ("bleib", &[])]).await;

    rewrite(&store, &chat, &mut first, "Wort neu").await;
    rename(&store, &mut chat, Some("Name")).await;
    say(&store, &mut chat, "Wort zuletzt").await;
    assert_found(&store, to, &[("wort neu", &[1]), ("name", &[0]), ("zulet", &[2])]).await;
    assert_found(&store, to, &[("titel", &[]), ("eins", &[])]).await;
    assert_found(&store, from, &[("neu", &[]), ("name", &[]), ("zuletzt", &[])]).await;

    keep(&store, async |tx| tx.chats().give(to, from, None).await.unwrap()).await;
    assert_found(&store, to, &[("wort", &[]), ("name", &[])]).await;
    assert_found(&store, from, &[("wort neu", &[1]), ("eigenes", &[0]), ("bleib", &[0])]).await;
}

pub async fn what_is_not_kept_is_not_found(store: Subject) {
    let (owner, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    let mut chat = a_chat_called(&store, owner, "Titel").await;
    let message = say(&store, &mut chat, "Wort").await;
    let mut tx = begin(&store).await;
    let new = a_question(&chat, "neu");
    append_in(tx.as_mut(), &mut chat.clone(), &[new]).await;
    let parts = Parts::of_text("anders").unwrap();
    tx.messages().update(&chat, &Message { parts, ..message.clone() }).await.unwrap();
    tx.chats().give(owner, other, None).await.unwrap();
    drop(tx);
    assert_found(&store, owner, &[("neu", &[]), ("anders", &[]), ("wort", &[1])]).await;
    assert_found(&store, other, &[("neu", &[]), ("anders", &[]), ("wort", &[]), ("titel", &[])])
        .await;

    let mut tx = begin(&store).await;
    tx.messages().delete(&chat, &message).await.unwrap();
    tx.chats().delete(owner, &[chat.id]).await.unwrap();
    drop(tx);
    assert_found(&store, owner, &[("wort", &[1]), ("titel", &[0])]).await;
}
