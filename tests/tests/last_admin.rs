//! Whatever two admins do to each other at once, one is left who may do everything.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{Answer, Client, Database, Options, Service, on_both_databases};
use serde_json::json;

on_both_databases!(
    of_two_admins_who_demote_each_other_one_stays,
    however_two_admins_go_at_once_one_stays,
);

const EMAILS: [&str; 2] = ["ada@example.com", "grace@example.com"];

const ACTIVE_ADMINS: &str =
    "SELECT email_canonical FROM users WHERE role = 'admin' AND suspended_at IS NULL";

/// What an admin does so that there is one admin fewer.
#[derive(Clone, Copy, Debug)]
enum Act {
    Demote,
    Suspend,
    Delete,
    Leave,
}

/// An admin who is signed in.
struct Admin {
    client: Client,
    session: Answer,
}

impl Admin {
    async fn log_in(client: &Client, email: &str) -> Self {
        Self { client: client.clone(), session: client.log_in(email).await.is(200) }
    }

    async fn act(&self, act: Act, other: &Self) -> Answer {
        let token = self.session.access_token();
        let path = format!("/api/v1/admin/users/{}", other.session.user_id());
        match act {
            Act::Demote => self.client.patch_as(&path, token, &json!({ "role": "user" })).await,
            Act::Suspend => {
                let body = json!({ "status": "suspended", "suspensionReason": "a quarrel" });
                self.client.patch_as(&path, token, &body).await
            }
            Act::Delete => self.client.delete_as(&path, token).await,
            Act::Leave => self.client.delete_as("/api/v1/users/me", token).await,
        }
    }
}

/// Both act at once. That one admin is left, answers which: the place in [`EMAILS`].
async fn clash(database: &Database, admins: &[Admin; 2], acts: [Act; 2]) -> usize {
    let [one, other] = admins;
    let (first, second) =
        futures::future::join(one.act(acts[0], other), other.act(acts[1], one)).await;
    let went = [&first, &second].iter().filter(|answer| answer.status.is_success()).count();
    assert_eq!(went, 1, "{acts:?}: {first:?} {second:?}");
    for answer in [first, second] {
        match answer.status.as_u16() {
            200 | 204 | 401 => {}
            403 => drop(answer.problem(403, "FORBIDDEN")),
            404 => drop(answer.problem(404, "NOT_FOUND")),
            _ => drop(answer.problem(409, "LAST_ADMIN")),
        }
    }
    let left = database.query(ACTIVE_ADMINS);
    let left = EMAILS.iter().position(|email| *email == left.trim());
    left.unwrap_or_else(|| panic!("{acts:?}: {left:?} is left"))
}

async fn of_two_admins_who_demote_each_other_one_stays(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    for email in EMAILS {
        service.make_user(email, "admin");
    }
    let mut admins =
        [Admin::log_in(&client, EMAILS[0]).await, Admin::log_in(&client, EMAILS[1]).await];
    let mut left = [0, 0];
    for _ in 0..100 {
        let winner = clash(&database, &admins, [Act::Demote, Act::Demote]).await;
        left[winner] += 1;

        let loser = 1 - winner;
        let token = admins[winner].session.access_token();
        let path = format!("/api/v1/admin/users/{}", admins[loser].session.user_id());
        let again = client.patch_as(&path, token, &json!({ "role": "admin" })).await.is(200);
        assert_eq!(again.body["role"], "admin");
        admins[loser] = Admin::log_in(&client, EMAILS[loser]).await;
    }
    println!("who was left, and how often: {left:?}");
}

async fn however_two_admins_go_at_once_one_stays(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    for email in EMAILS {
        service.make_user(email, "admin");
    }
    const ACTS: [Act; 4] = [Act::Demote, Act::Suspend, Act::Delete, Act::Leave];
    for round in 0..32 {
        let acts = [ACTS[round % 4], ACTS[round / 4 % 4]];
        let admins =
            [Admin::log_in(&client, EMAILS[0]).await, Admin::log_in(&client, EMAILS[1]).await];
        let winner = clash(&database, &admins, acts).await;
        restore(&service, &admins[winner], &admins[1 - winner]).await;
        assert_eq!(database.query(ACTIVE_ADMINS).lines().count(), 2);
    }
}

/// The winner makes the other one an admin again, who may be gone altogether.
async fn restore(service: &Service, winner: &Admin, loser: &Admin) {
    let token = winner.session.access_token();
    let path = format!("/api/v1/admin/users/{}", loser.session.user_id());
    let body = json!({ "role": "admin", "status": "active" });
    let answer = winner.client.patch_as(&path, token, &body).await;
    if answer.status == 404 {
        service.make_user(loser.session.body["user"]["email"].as_str().unwrap(), "admin");
    } else {
        answer.is(200);
    }
}
