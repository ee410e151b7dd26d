use std::{collections::BTreeSet, num::NonZeroU32, time::Duration};

use bookplate_domain::{limits::Rule, roles::Role};
use bookplate_testkit::doubles::PlainLimiter;
use serde_json::{Value, json};

use super::ME;
use crate::testing::{ADA, DAY, NEW, PASSWORD, World};

const SECOND: Duration = Duration::from_secs(1);

pub(super) const EXPORT: &str = "/api/v1/users/me/export";

fn lines(text: &str) -> Vec<Value> {
    assert!(text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[actix_web::test]
async fn everything_that_is_held_comes_as_lines() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    world.patch_json(ME, json!({ "bio": "Reads." }), &ada).await.is(200);
    for _ in 0..250 {
        world.clock.advance(SECOND);
        world.log_in(ADA, PASSWORD).await.unwrap();
    }
    world.clock.advance(SECOND);
    let ada = world.log_in(ADA, PASSWORD).await.unwrap();
    world.clock.advance(SECOND);
    world.post_json("/api/v1/auth/email-change", json!({ "email": NEW }), Some(&ada)).await.is(202);

    world.clock.advance(SECOND);
    let answer = world.get(EXPORT, &ada).await.is(200);
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    assert_eq!(answer.header("cache-control"), "no-store");
    let file = format!("attachment; filename=\"account-{}.ndjson\"", ada.user.id);
    assert_eq!(answer.header("content-disposition"), file);
    let lines = lines(&answer.text);
    let of =
        |kind: &str| -> Vec<&Value> { lines.iter().filter(|line| line["type"] == kind).collect() };
    assert_eq!((&lines[0]["type"], &lines[0]["bio"]), (&json!("account"), &json!("Reads.")));
    assert_eq!(lines[0]["hasPassword"], true);
    assert_eq!((of("account").len(), of("preferences").len()), (1, 1));
    assert_eq!(of("preferences")[0]["theme"], "system");
    assert_eq!(
        (&of("emailChange")[0]["from"], &of("emailChange")[0]["to"]),
        (&json!(ADA), &json!(NEW))
    );
    let ended = of("session").iter().filter(|session| session["endReason"] == "too_many").count();
    assert_eq!((of("session").len(), ended), (252, 232));
    let addresses: BTreeSet<_> =
        of("mail").iter().map(|mail| mail["to"].as_str().unwrap()).collect();
    assert_eq!(addresses, [ADA, NEW].into(), "also where another address was asked for");
    let events = of("event");
    // The export itself comes last of all that happened, so it is the newest.
    let kinds = ["user_exported", "authn_email_change_request"];
    assert_eq!([&events[0]["kind"], &events[1]["kind"]], kinds);
    assert!(events.iter().all(|event| event.get("targetId") == Some(&Value::Null)));
    assert_eq!(lines.len(), 2 + 1 + 252 + of("mail").len() + events.len());
}

#[actix_web::test]
async fn neither_hashes_nor_tokens_nor_strangers_stand_in_it() {
    let world = World::new().await;
    let ada = world.signed_in().await;
    world.account("eve@example.com").await;
    let (admin, actor) = world.staff("root@example.com", Role::Admin).await;
    let client = bookplate_testkit::a_client();
    world.app.roles.revoke_user_sessions(&actor, ada.user.id, &client).await.unwrap();
    let ada = world.log_in(ADA, PASSWORD).await.unwrap();
    let answer = world.get(EXPORT, &ada).await.is(200);
    let hash = ada.user.password.as_ref().unwrap().expose();
    let (session, admin_id) = (admin.session.id.to_string(), admin.user.id.to_string());
    let agent = client.user_agent.unwrap();
    for secret in [hash, PASSWORD, "bp_", "eve@", "root@", &session, &admin_id, &agent] {
        assert!(!answer.text.contains(secret), "{secret} in {}", answer.text);
    }
    let revoked = lines(&answer.text).into_iter().find(|line| line["kind"] == "session_revoked");
    assert_eq!(revoked.unwrap()["self"], false);
}

#[actix_web::test]
async fn it_may_be_had_so_often() {
    let limits = PlainLimiter::default().with(Rule::Export, NonZeroU32::new(2).unwrap(), DAY);
    let world = World::with(limits, |_| ()).await;
    let ada = world.signed_in().await;
    for _ in 0..2 {
        world.get(EXPORT, &ada).await.is(200);
    }
    let refused = world.get(EXPORT, &ada).await;
    assert_eq!(refused.json()["limit"], "export");
    refused.problem(429, "RATE_LIMIT_EXCEEDED");
}
