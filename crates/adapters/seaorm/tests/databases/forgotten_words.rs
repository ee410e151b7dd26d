//! The words of what is deleted leave the files of SQLite, a piece at a time.

use bookplate_domain::store::Store;
use bookplate_testkit::{a_chat, a_question, a_user};
use sea_orm::{ConnectionTrait, DatabaseConnection};

use crate::database::{Database, Kind};

/// How many pieces of the index have a text.
async fn pieces_with(raw: &DatabaseConnection, text: &str) -> i64 {
    let sql = format!(
        "SELECT count(*) AS count FROM chat_search_data WHERE instr(block, CAST('{text}' AS blob)) > 0"
    );
    let row = raw.query_one_raw(sea_orm::Statement::from_string(raw.get_database_backend(), sql));
    row.await.unwrap().unwrap().try_get("", "count").unwrap()
}

async fn forget_all(store: &impl Store) -> u32 {
    let mut times = 0;
    loop {
        let mut tx = store.begin().await.unwrap();
        let some_are_left = tx.chats().forget_words().await.unwrap();
        tx.commit().await.unwrap();
        if !some_are_left {
            return times;
        }
        times += 1;
        assert!(times < 1000, "it never ends");
    }
}

#[test]
fn the_words_of_deleted_messages_are_forgotten_and_all_others_are_found() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Sqlite).await;
        let (store, raw) = (database.store().await, database.raw().await);
        assert_eq!(forget_all(&store).await, 0);
        let user = a_user();
        let mut chat = a_chat(user.id);
        let mut tx = store.begin().await.unwrap();
        tx.users().insert(&user).await.unwrap();
        tx.chats().insert(&chat).await.unwrap();
        tx.commit().await.unwrap();
        let mut messages = Vec::new();
        for n in 0..40 {
            let text = if n % 2 == 0 { format!("xylophone{n} kept") } else { "kept".to_owned() };
            let message = a_question(&chat, &text);
            (chat.last_seq, chat.message_count) = (message.seq, chat.message_count + 1);
            let mut tx = store.begin().await.unwrap();
            tx.messages().append(&chat, std::slice::from_ref(&message)).await.unwrap();
            tx.commit().await.unwrap();
            messages.push(message);
        }
        assert_eq!(forget_all(&store).await, 0, "nothing was deleted");
        assert!(pieces_with(&raw, "xylophone").await > 0);

        let mut tx = store.begin().await.unwrap();
        for message in messages.iter().step_by(2) {
            tx.messages().delete(&chat, message).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert!(pieces_with(&raw, "xylophone").await > 0, "that is why they are forgotten");
        assert!(forget_all(&store).await > 0);
        assert_eq!(pieces_with(&raw, "xylophone").await, 0);
        assert_eq!(forget_all(&store).await, 0);

        let query = crate::chat_acts::query("kept ");
        let limit = bookplate_domain::shared::Limit::MOST;
        let found = store.read().chats().search(user.id, &query, None, limit).await.unwrap();
        assert_eq!(found.items.len(), 20);
    });
}

/// How many pieces of one size SQLite lets come together before it merges them.
async fn automerge(raw: &DatabaseConnection) -> i64 {
    let sql = "SELECT v FROM chat_search_config WHERE k = 'automerge'";
    let row = raw.query_one_raw(sea_orm::Statement::from_string(raw.get_database_backend(), sql));
    row.await.unwrap().map_or(4, |row| row.try_get("", "v").unwrap())
}

#[test]
fn whoever_deletes_much_merges_nothing_and_everybody_else_does() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Sqlite).await;
        let (store, raw) = (database.store().await, database.raw().await);
        let user = a_user();
        let chat = a_chat(user.id);
        let mut tx = store.begin().await.unwrap();
        tx.users().insert(&user).await.unwrap();
        tx.chats().insert(&chat).await.unwrap();
        tx.commit().await.unwrap();

        let mut undone = store.begin().await.unwrap();
        undone.chats().delete(user.id, &[chat.id]).await.unwrap();
        drop(undone);
        assert_eq!(automerge(&raw).await, 4);
        let mut tx = store.begin().await.unwrap();
        assert_eq!(tx.chats().delete(user.id, &[chat.id]).await.unwrap(), 1);
        tx.users().delete(user.id).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(automerge(&raw).await, 4);
    });
}
