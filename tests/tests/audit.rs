//! What happened, who did it and from where: for admins, and for those whom it concerns.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeSet;

use journeys::{Answer, Client, Database, Options, Service, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(
    what_an_admin_does_is_told_to_admins_with_who_and_where,
    a_user_sees_what_happened_but_not_where_an_admin_sits,
    a_refused_attempt_is_noted,
    events_are_found_by_type_user_and_time_page_by_page,
);

const EVENTS: &str = "/api/v1/admin/audit-events";
const OWN_EVENTS: &str = "/api/v1/users/me/events";
const USERS: &str = "/api/v1/admin/users";
const CHROME: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                      Chrome/156.0.0.0 Safari/537.36";
const OFFICE: &str = "127.0.0.9";

/// An admin in the office, and a moderator elsewhere.
struct People {
    office: Client,
    admin: Answer,
    moderator: Answer,
}

impl People {
    async fn of(service: &Service) -> Self {
        let office = service.client().elsewhere(OFFICE, CHROME);
        service.make_user("grace@example.com", "admin");
        let admin = office.log_in("grace@example.com").await.is(200);
        let moderator = service.sign_in_new("ada@example.com", "moderator").await;
        Self { office, admin, moderator }
    }

    async fn events(&self, query: &str) -> Vec<Value> {
        self.office.list_as(EVENTS, self.admin.access_token(), query).await
    }

    /// The event of the request that was answered like this.
    async fn event_of(&self, answer: &Answer) -> Value {
        let request = answer.headers["x-request-id"].to_str().unwrap();
        let mut events = self.events("limit=100").await;
        events.retain(|event| event["requestId"] == request);
        assert_eq!(events.len(), 1, "one request, one event: {events:?}");
        events.remove(0)
    }
}

fn change(field: &str, from: Option<&str>, to: Option<&str>) -> Value {
    json!([{ "field": field, "from": from, "to": to }])
}

async fn what_an_admin_does_is_told_to_admins_with_who_and_where(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let people = People::of(&service).await;
    let token = people.admin.access_token();
    let user = format!("{USERS}/{}", people.moderator.user_id());
    let patch = async |body: Value| people.office.patch_as(&user, token, &body).await.is(200);
    let post = async |path: &str, body: Value| people.office.post_as(path, token, &body).await;
    let nothing = || json!([]);

    let suspension = json!({ "status": "suspended", "suspensionReason": "a quarrel" });
    let invited = post(USERS, json!({ "email": "eve@example.com", "role": "admin" })).await.is(201);
    let told = [
        (patch(json!({ "name": "Augusta" })).await, "user_updated", change("name", None, None)),
        (
            patch(json!({ "role": "user" })).await,
            "authz_change",
            change("role", Some("moderator"), Some("user")),
        ),
        (
            patch(suspension).await,
            "user_suspended",
            change("status", Some("active"), Some("suspended")),
        ),
        (
            patch(json!({ "status": "active" })).await,
            "user_reinstated",
            change("status", Some("suspended"), Some("active")),
        ),
        (
            post(&format!("{user}/password-reset"), json!({})).await.is(202),
            "authn_password_reset_request",
            nothing(),
        ),
        {
            service.client().log_in("ada@example.com").await.is(200);
            let sessions = format!("{user}/sessions");
            let ended = people.office.delete_as(&sessions, token).await.is(200);
            assert_eq!(ended.body, json!({ "revoked": 1 }));
            (ended, "session_revoked", nothing())
        },
        (people.office.delete_as(&user, token).await.is(204), "user_deleted", nothing()),
    ];
    for (answer, kind, changes) in &told {
        let event = people.event_of(answer).await;
        assert_eq!((&event["type"], &event["changes"]), (&json!(kind), changes));
        assert_eq!(event["actorId"], people.admin.user_id(), "{kind}");
        assert_eq!(event["targetId"], people.moderator.user_id(), "{kind}");
        assert_eq!(event["sessionId"], people.admin.session_id(), "{kind}");
        let place = (&event["ipAddress"], &event["device"]);
        assert_eq!(place, (&json!(OFFICE), &json!("Chrome 156 on Linux")), "{kind}");
        // What was only told to look after the account stands nowhere.
        let event = event.to_string();
        assert!(!event.contains("quarrel") && !event.contains("Augusta"), "{event}");
    }

    let event = people.event_of(&invited).await;
    assert_eq!((&event["type"], &event["targetId"]), (&json!("user_invited"), &invited.body["id"]));
    assert_eq!(event["changes"], change("role", None, Some("admin")));
    let rotated = post("/api/v1/admin/keys/rotate", json!({})).await.is(201);
    let event = people.event_of(&rotated).await;
    assert_eq!(event["type"], "signing_key_rotated");
    let who = (&event["actorId"], &event["ipAddress"]);
    assert_eq!(who, (&json!(people.admin.user_id()), &json!(OFFICE)));
}

async fn a_user_sees_what_happened_but_not_where_an_admin_sits(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let people = People::of(&service).await;
    let home = service.client().elsewhere("127.0.0.7", CHROME);
    home.sign_up("eve@example.com").await;
    let wrong = json!({ "email": "eve@example.com", "password": "wrong" });
    home.elsewhere("127.0.0.8", "curl/8.0").post("/api/v1/auth/login", &wrong).await.is(401);
    let eve = home.log_in("eve@example.com").await.is(200);
    let path = format!("{USERS}/{}", eve.user_id());
    let token = people.admin.access_token();
    people.office.patch_as(&path, token, &json!({ "role": "moderator" })).await.is(200);
    let eve = home.log_in("eve@example.com").await.is(200);

    let own = home.list_as(OWN_EVENTS, eve.access_token(), "limit=2").await;
    let one = |kind: &str| own.iter().find(|event| event["type"] == kind).expect(kind).clone();
    let mine = one("authn_login_success");
    assert_eq!((&mine["self"], &mine["ipAddress"]), (&json!(true), &json!("127.0.0.7")));
    assert_eq!(mine["device"], "Chrome 156 on Linux");
    let a_guess = one("authn_login_fail");
    assert_eq!((&a_guess["self"], &a_guess["ipAddress"]), (&json!(false), &json!("127.0.0.8")));
    assert_eq!(a_guess["device"], "curl 8");
    let by_an_admin = one("authz_change");
    assert_eq!(by_an_admin["changes"], change("role", Some("user"), Some("moderator")));
    assert_eq!(by_an_admin["self"], false);
    let unsaid = (&by_an_admin["ipAddress"], &by_an_admin["device"], &by_an_admin["sessionId"]);
    assert_eq!(unsaid, (&Value::Null, &Value::Null, &Value::Null));
    one("user_created");
    let whole = Value::from(own).to_string();
    for text in [OFFICE, people.admin.user_id(), people.admin.session_id(), "actorId", "userAgent"]
    {
        assert!(!whole.contains(text), "{text}: {whole}");
    }
    // And only what concerns the own account.
    let other = people.moderator.access_token();
    let others = service.client().list_as(OWN_EVENTS, other, "").await;
    assert!(!Value::from(others).to_string().contains("127.0.0.7"));
}

async fn a_refused_attempt_is_noted(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let people = People::of(&service).await;
    let client = service.client();
    let moderator = people.moderator.access_token();
    let user = service.sign_in_new("eve@example.com", "user").await;
    let admin = format!("{USERS}/{}", people.admin.user_id());
    let body = json!({ "role": "user" });

    let mut by_a_user = Vec::new();
    for path in [USERS, EVENTS, "/api/v1/admin/mail"] {
        by_a_user.push(client.get_as(path, user.access_token()).await);
    }
    let retry = "/api/v1/admin/mail/01990000-0000-7000-8000-000000000000/retry";
    for path in [USERS, retry, "/api/v1/admin/keys/rotate"] {
        let body = json!({ "email": "new@example.com" });
        by_a_user.push(client.post_as(path, user.access_token(), &body).await);
    }
    let by_a_moderator = client.patch_as(&admin, moderator, &body).await;
    let on_an_admin = client.delete_as(&format!("{admin}/sessions"), moderator).await;
    let on_oneself = people.office.delete_as(&admin, people.admin.access_token()).await;
    let by_a_user = by_a_user.into_iter().map(|answer| (answer, &user, user.user_id()));
    let by_others = [
        (by_a_moderator, &people.moderator, people.moderator.user_id()),
        (on_an_admin, &people.moderator, people.admin.user_id()),
        (on_oneself, &people.admin, people.admin.user_id()),
    ];
    for (answer, actor, target) in by_a_user.chain(by_others) {
        let event = people.event_of(&answer.problem(403, "FORBIDDEN")).await;
        assert_eq!((&event["type"], &event["changes"]), (&json!("authz_fail"), &json!([])));
        assert_eq!(
            (&event["actorId"], &event["targetId"]),
            (&json!(actor.user_id()), &json!(target))
        );
    }
}

async fn events_are_found_by_type_user_and_time_page_by_page(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let people = People::of(&service).await;
    let client = service.client();
    let user = service.sign_in_new("eve@example.com", "user").await;
    for _ in 0..6 {
        // Twenty at a time: some fall into one moment.
        let attempts = (0..20).map(|_| client.get_as(USERS, user.access_token()));
        futures::future::join_all(attempts).await;
    }
    let ids = |events: &[Value]| -> Vec<String> {
        events.iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect()
    };
    let count = |condition: &str| -> usize {
        let sql = format!("SELECT count(*) FROM audit_events WHERE {condition}");
        database.query(&sql).trim().parse().unwrap()
    };

    let all = people.events("limit=100").await;
    assert_eq!(all.len(), count("true"));
    let moments: Vec<&str> = all.iter().map(|event| event["at"].as_str().unwrap()).collect();
    assert!(moments.is_sorted_by(|newer, older| newer >= older), "the newest first");
    for limit in [1, 7, 20] {
        let read = ids(&people.events(&format!("limit={limit}")).await);
        assert_eq!(read, ids(&all), "without a gap and without a repetition");
    }
    assert_eq!(ids(&all).iter().collect::<BTreeSet<_>>().len(), all.len());

    let refused = people.events("type=authz_fail&limit=50").await;
    assert_eq!((refused.len(), count("kind = 'authz_fail'")), (120, 120));
    let id = user.user_id();
    let hers = people.events(&format!("userId={id}&limit=9")).await;
    let stored = database.id(id);
    assert_eq!(hers.len(), count(&format!("actor_id = {stored} OR target_id = {stored}")));
    let both = people.events(&format!("userId={id}&type=authn_login_success")).await;
    assert_eq!(both.len(), 1);

    // `from` is in, `to` is out.
    let middle = moments[moments.len() / 2];
    let since = people.events(&format!("from={middle}&limit=11")).await;
    let until = people.events(&format!("to={middle}&limit=11")).await;
    assert!(!since.is_empty() && !until.is_empty());
    assert!(since.iter().all(|event| event["at"].as_str().unwrap() >= middle));
    assert!(until.iter().all(|event| event["at"].as_str().unwrap() < middle));
    assert_eq!([ids(&since), ids(&until)].concat(), ids(&all));
    let none = people.events(&format!("from={middle}&to={middle}")).await;
    assert_eq!(none, Vec::<Value>::new());

    // A cursor is good for its caller and its filters.
    let token = people.admin.access_token();
    let page = client.get_as(&format!("{EVENTS}?limit=5"), token).await.is(200);
    let cursor = page.body["nextCursor"].as_str().unwrap();
    let other = service.sign_in_new("other@example.com", "admin").await;
    for (path, token) in [
        (format!("{EVENTS}?limit=5&cursor={cursor}"), other.access_token()),
        (format!("{EVENTS}?type=authz_fail&cursor={cursor}"), token),
        (format!("{OWN_EVENTS}?cursor={cursor}"), token),
    ] {
        client.get_as(&path, token).await.problem(400, "INVALID_CURSOR");
    }
}
