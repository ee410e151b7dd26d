//! What is left of an account that its owner deletes: ids in the audit trail, and nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::{Duration, Instant};

use journeys::{
    Answer, ChatClient, Client, Database, PASSWORD, ResendServer, Service, answer, chat_id,
    holding, is_event, names_nobody, on_both_databases, question, tail_in_hex,
};
use serde_json::{Value, json};

on_both_databases!(nothing_but_ids_is_left_of_a_deleted_account);

const FIRST: &str = "Ada.Lovelace@Example.com";
const SECOND: &str = "countess@new.example";
const THIRD: &str = "king@later.example";
/// Somebody else's, who is told that it was asked for.
const OTHER: &str = "eve@example.com";
const NAME: &str = "Zephyrine Quillfeather";
const ADDRESS: &str = "127.0.0.7";
const BROWSER: &str = "Analytical-Engine/7.0";
const PATIENCE: Duration = Duration::from_secs(60);

/// What must not stand in any row, in lower case.
const PERSONAL: [&str; 18] = [
    "ada.lovelace",
    "countess",
    "king@",
    "zephyrine",
    "quillfeather",
    "algebraic",
    "portraits.example",
    "paisley",
    "xylophone",
    "quixotic",
    "vermilion",
    "umbrella",
    "jacaranda",
    "wisteria",
    "obsidian",
    "marzipan",
    "kohlrabi",
    "yarrow",
];

/// Those of them that the full-text index had. It writes bytes, and leaves out of a word what the
/// word before begins with as well.
const INDEXED: [&str; 4] = ["xylophone", "quixotic", "vermilion", "umbrella"];

/// What was written and deleted, or written over, long before. The index may have had that, too.
const GONE: [&str; 2] = ["nightjar", "heliotrope"];

/// What may stand beside an event that names nobody: somebody without an account did that.
const PLACES: [&str; 2] = [ADDRESS, "analytical-engine"];

/// A user, by way of a browser and an address that nobody else has.
struct Visitor {
    client: Client,
    provider: ResendServer,
}

impl Visitor {
    /// The token in the newest link to a page that was mailed to an address.
    async fn mailed(&self, to: &str, page: &str) -> String {
        self.mailed_since(0, to, page).await
    }

    /// The same among the mails from the one of this number on.
    async fn mailed_since(&self, first: usize, to: &str, page: &str) -> String {
        let words = format!("{page}#token=");
        let begun = Instant::now();
        loop {
            let mails = self.provider.mails(first + 1, PATIENCE).await.split_off(first);
            let texts = mails.iter().rev().filter(|mail| {
                let recipient = mail["to"][0].as_str().unwrap();
                recipient.eq_ignore_ascii_case(to)
            });
            let mut texts = texts.filter_map(|mail| mail["text"].as_str());
            if let Some((_, rest)) = texts.find_map(|text| text.split_once(&words)) {
                return rest.split_whitespace().next().unwrap().to_owned();
            }
            assert!(begun.elapsed() < PATIENCE, "no link to {page} came to {to}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn log_in(&self, email: &str) -> Answer {
        self.client.log_in(email).await.is(200)
    }

    async fn register(&self, email: &str) {
        let body = json!({ "email": email, "name": NAME, "password": PASSWORD });
        self.client.post("/api/v1/auth/register", &body).await.is(202);
    }

    async fn ask_for(&self, email: &str, session: &Answer) {
        let body = json!({ "email": email });
        let path = "/api/v1/auth/email-change";
        self.client.post_as(path, session.access_token(), &body).await.is(202);
    }

    /// Leaves a trace in everything that knows of users, and answers two sessions.
    async fn live(&self) -> [Answer; 2] {
        let client = &self.client;
        self.register(FIRST).await;
        client.verify(&self.mailed(FIRST, "/verify-email").await).await.is(200);
        let session = self.log_in(FIRST).await;
        self.ask_for(SECOND, &session).await;
        let confirm = json!({ "token": self.mailed(SECOND, "/confirm-email-change").await });
        client.post("/api/v1/auth/email-change/confirm", &confirm).await.is(200);

        let sessions = [self.log_in(SECOND).await, self.log_in(SECOND).await];
        let token = sessions[0].access_token();
        client.refresh(sessions[1].refresh_token()).await.is(200);
        let profile = json!({ "image": "https://portraits.example/7.png", "bio": "Weaves algebraic patterns" });
        client.patch_as("/api/v1/users/me", token, &profile).await.is(200);
        let preferences = json!({ "timezone": "Europe/London", "custom": { "cloth": "paisley" } });
        client.patch_as("/api/v1/users/me/preferences", token, &preferences).await.is(200);
        self.ask_for(THIRD, &sessions[0]).await;
        self.mailed(THIRD, "/confirm-email-change").await;
        self.ask_for(OTHER, &sessions[0]).await;
        let wrong = json!({ "email": SECOND, "password": "wrong" });
        client.post("/api/v1/auth/login", &wrong).await.is(401);
        client
            .post_as("/api/v1/auth/reauthenticate", token, &json!({ "password": "x" }))
            .await
            .is(401);
        client.get_as("/api/v1/admin/users", token).await.is(403);
        client.get_as("/api/v1/users/me/export", token).await.is(200);
        self.chat(&ChatClient::of(client, &sessions[0])).await;
        // Somebody else tries to have the address, and it waits.
        self.register(SECOND).await;
        sessions
    }

    /// Leaves a word in everything that knows of chats.
    async fn chat(&self, chats: &ChatClient) {
        let chat = chat_id(7, 1);
        let path = format!("/{chat}/messages");
        let mut asked = question("q", "Is a xylophone quixotic?");
        asked["metadata"] = json!({ "stone": "obsidian" });
        asked["parts"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "type": "data-herb", "data": "yarrow" }));
        let wrong = answer("wrong", "A nightjar, perhaps");
        chats.append(&chat, &[asked, wrong]).await.is(201);
        chats.delete(&format!("{path}/wrong")).await.is(204);
        for (status, text) in [("streaming", "It is heliotrope"), ("complete", "It is vermilion")] {
            let body = json!({ "role": "assistant", "status": status, "content": text });
            let answer = chats.put(&format!("{path}/a"), &body).await;
            assert!(answer.status.is_success(), "{}", answer.text);
        }
        let about = json!({
            "title": "On the umbrella", "tags": ["jacaranda"], "metadata": { "tree": "wisteria" }
        });
        chats.patch(&format!("/{chat}"), &about).await.is(200);
        let feedback = json!({ "rating": "up", "comment": "as sweet as marzipan" });
        chats.put(&format!("{path}/a/feedback"), &feedback).await.is(200);
        let report = json!({ "reason": "other", "comment": "as bitter as kohlrabi" });
        chats.post(&format!("{path}/a/report"), &report).await.is(201);
    }
}

async fn none_owed(database: &Database, but: &str) {
    let begun = Instant::now();
    let owed = "SELECT count(*) FROM outbox WHERE delivered_at IS NULL";
    while database.query(owed).trim() != but {
        assert!(begun.elapsed() < PATIENCE, "mails are owed");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn nothing_but_ids_is_left_of_a_deleted_account(database: Database) {
    let provider = ResendServer::start();
    let mut service = Service::start(&database, provider.options());
    service.make_user(OTHER, "user");
    let eve = service.client().log_in(OTHER).await.is(200);
    let client = service.client().elsewhere(ADDRESS, BROWSER);
    let mut ada = Visitor { client, provider };
    let sessions = ada.live().await;
    let id = sessions[0].user_id().to_owned();
    none_owed(&database, "0").await;
    ada.provider.stop();
    ada.client.post("/api/v1/auth/password-reset", &json!({ "email": SECOND })).await.is(202);
    none_owed(&database, "1").await;

    // Everything is there that is looked for below, and nothing else has it.
    let id_hex = id.replace('-', "");
    let rows = database.dump();
    for text in PERSONAL.iter().chain(&PLACES) {
        assert!(!holding(&rows, text).is_empty(), "{text} is nowhere");
    }
    for word in GONE {
        assert_eq!(holding(&rows, word), [""; 0], "{word}");
    }
    let in_index = |rows: &[String], word: &str| {
        let tail = tail_in_hex(word);
        let text = database.either(&tail, word);
        holding(rows, text).iter().any(|row| row.contains("chat_search"))
    };
    for word in INDEXED {
        assert!(in_index(&rows, word), "{word} is not in the index");
    }
    let eve_chats = ChatClient::of(&service.client(), &eve);
    let id_text = database.either(&id_hex, &id).to_owned();
    assert!(holding(&rows, &id_text).len() > 10);
    eve_chats.append(&chat_id(8, 1), &[question("q", "Is a walrus here?")]).await.is(201);
    let of_eve = of(&database.dump(), eve.user_id(), &database);
    let to_eve = format!(
        "SELECT kind, payload, attempts, created_at FROM outbox WHERE recipient = '{OTHER}'"
    );
    let mails_to_eve = database.query(&to_eve);
    assert_eq!(mails_to_eve.lines().count(), 1, "{mails_to_eve}");

    // A proof that is too old does not do.
    database.age_proofs();
    service.kill_and_restart();
    ada.client = service.client().elsewhere(ADDRESS, BROWSER);
    let me = "/api/v1/users/me";
    let old = ada.client.delete_as(me, sessions[0].access_token()).await;
    old.problem(403, "REAUTH_REQUIRED");
    assert_eq!(database.count("users"), 2);
    let proof = json!({ "password": PASSWORD });
    let fresh = "/api/v1/auth/reauthenticate";
    let fresh = ada.client.post_as(fresh, sessions[0].access_token(), &proof).await.is(200);
    assert_eq!(ada.client.delete_as(me, fresh.access_token()).await.is(204).text, "");

    for token in [&fresh, &sessions[0], &sessions[1]].map(Answer::access_token) {
        ada.client.get_as(me, token).await.problem(401, "SESSION_REVOKED");
    }
    ada.client.refresh(sessions[1].refresh_token()).await.is(401);
    ada.client.log_in(SECOND).await.problem(401, "INVALID_CREDENTIALS");
    // It takes the words that nothing finds any more out of the index when it starts.
    service.kill_and_restart();
    ada.client = service.client().elsewhere(ADDRESS, BROWSER);

    let before = ada.provider.mails(0, PATIENCE).await.len();
    ada.provider.start_again();
    none_owed(&database, "0").await;
    let mails = ada.provider.mails(before + 1, PATIENCE).await.split_off(before);
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(mails[0]["to"][0], SECOND);
    assert!(!mails[0]["text"].as_str().unwrap().contains("#token="), "{mails:?}");

    let begun = Instant::now();
    while INDEXED.iter().chain(&GONE).any(|word| in_index(&database.dump(), word)) {
        assert!(begun.elapsed() < PATIENCE, "words of the account are still in the index");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let rows = database.dump();
    for text in PERSONAL {
        assert_eq!(holding(&rows, text), [""; 0], "{text}");
    }
    let eve_chats = eve_chats.by(&service.client());
    assert_eq!(eve_chats.hits("walrus").await.len(), 2, "her message and her title");
    for text in PLACES {
        let left = holding(&rows, text).into_iter().filter(|row| !names_nobody(row));
        assert_eq!(left.collect::<Vec<_>>(), [""; 0], "{text}");
    }
    let [hyphens, plain] = [holding(&rows, &id), holding(&rows, &id_hex)];
    let left = [hyphens, plain].concat();
    assert!(left.iter().all(is_event), "{left:#?}");
    assert!(left.iter().any(|row| row.contains("'user_deleted'")), "{left:#?}");
    for session in sessions.iter().map(Answer::session_id) {
        let left = [holding(&rows, session), holding(&rows, &session.replace('-', ""))].concat();
        assert!(left.iter().all(is_event), "{left:#?}");
    }
    assert_eq!(of(&rows, eve.user_id(), &database), of_eve, "nobody else lost anything");
    assert_eq!(database.query(&to_eve), mails_to_eve);

    for email in [FIRST, SECOND, THIRD] {
        let before = ada.provider.mails(0, PATIENCE).await.len();
        ada.register(email).await;
        let token = ada.mailed_since(before, email, "/verify-email").await;
        ada.client.verify(&token).await.is(200);
        let session = ada.log_in(email).await;
        assert_ne!(session.user_id(), id);
        assert_eq!(session.body["user"]["bio"], Value::Null);
    }
}

/// How many rows know of a user.
fn of(rows: &[String], id: &str, database: &Database) -> usize {
    let hex = id.replace('-', "");
    holding(rows, database.either(&hex, id)).len()
}
