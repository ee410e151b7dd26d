//! Several moderators settle one report at once, while its author writes; and one does while the chat
//! is claimed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use futures::future::join_all;
use journeys::{
    ChatClient, Database, Moderator, Options, Service, answer, chat_id, on_both_databases,
    question, report,
};
use serde_json::json;

on_both_databases!(
    of_many_moderators_at_once_one_settles,
    a_report_is_settled_although_its_chat_changes_hands_meanwhile,
);

async fn of_many_moderators_at_once_one_settles(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let moderators = [
        Moderator::new(&service, "mary@example.com", "moderator").await,
        Moderator::new(&service, "joan@example.com", "moderator").await,
        Moderator::new(&service, "grace@example.com", "admin").await,
    ];
    let actions = ["dismiss", "remove_message", "suspend_author"];
    for round in 0..8 {
        let email = format!("author{round}@example.com");
        let author = ChatClient::user(&service, &email).await;
        let chat = chat_id(1, round);
        author.append(&chat, &[question("q", "hello"), answer("a", "hello")]).await.is(201);
        let id = report(&author, &chat, "a", "other").await;
        let (id, author, chat) = (&id, &author, &chat);
        let settling = moderators.iter().cycle().zip(0..9).map(|(who, n)| async move {
            (n % 3, who.resolve(id, &json!({ "action": actions[n % 3] })).await)
        });
        let writing = async {
            // The author goes on meanwhile, and may be out in the middle of it.
            for n in 0..10 {
                let answer = author.append(chat, &[question(&format!("q{n}"), "more")]).await;
                assert!([201, 401].contains(&answer.status.as_u16()), "{}", answer.text);
            }
        };
        let (answers, ()) = futures::future::join(join_all(settling), writing).await;
        let mut winners: Vec<usize> = Vec::new();
        for (action, answer) in answers {
            match answer.status.as_u16() {
                200 => winners.push(action),
                _ => drop(answer.problem(409, "REPORT_RESOLVED")),
            }
        }
        winners.sort_unstable();
        winners.dedup();
        assert_eq!(winners.len(), 1, "one action was taken");
        let there = author.get(&format!("/{chat}/messages/a")).await;
        match actions[winners[0]] {
            "dismiss" => drop(there.is(200)),
            "remove_message" => drop(there.problem(404, "NOT_FOUND")),
            _ => {
                there.problem(401, "SESSION_REVOKED");
                client.log_in(&email).await.problem(403, "ACCOUNT_SUSPENDED");
            }
        }
    }
    let settled = "SELECT count(*) FROM audit_events WHERE kind = 'moderation_report_resolved'";
    assert_eq!(database.query(settled).trim(), "8");
}

async fn a_report_is_settled_although_its_chat_changes_hands_meanwhile(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let mary = Moderator::new(&service, "mary@example.com", "moderator").await;
    let ada = ChatClient::user(&service, "ada@example.com").await;
    let ada_id = client.log_in("ada@example.com").await.is(200).user_id().to_owned();
    for round in 0..30 {
        let visitor = ChatClient::visitor(&client).await;
        let chat = chat_id(2, round);
        visitor.append(&chat, &[question("q", "hello")]).await.is(201);
        let id = report(&visitor, &chat, "q", "other").await;
        let claim = json!({ "anonymousToken": visitor.token() });
        let (claimed, settled) = futures::future::join(
            ada.post("/claim", &claim),
            mary.resolve(&id, &json!({ "action": "remove_message" })),
        )
        .await;
        assert_eq!(claimed.is(200).body["linked"], 1);
        settled.is(200);
        let read = mary.get(&format!("/{id}")).await.is(200).body;
        assert_eq!(read["report"]["userId"], ada_id.as_str());
        ada.get(&format!("/{chat}/messages/q")).await.problem(404, "NOT_FOUND");
    }
}
