//! A proxy in front says for whom it sends a request; whoever is no proxy says so in vain.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use journeys::{Answer, Client, Database, Options, PASSWORD, Service, on_both_databases};
use reqwest::Method;
use serde_json::json;

on_both_databases!(
    clients_behind_a_proxy_have_limits_of_their_own,
    sessions_and_the_audit_trail_show_whom_the_proxy_named,
);

const LOG_IN: &str = "/api/v1/auth/login";
const X_FORWARDED_FOR: &str = "x-forwarded-for";
const FORWARDED: &str = "forwarded";
static STRANGERS: AtomicUsize = AtomicUsize::new(1);

/// One failed log in for each network, behind these proxies.
fn behind(proxies: &str) -> Options {
    Options::default()
        .with("PASSWORDS__BCRYPT_COST", "10")
        .with("LIMITS__LOG_IN__BURST", "1")
        .with("SERVER__TRUSTED_PROXIES", proxies)
}

/// Tries to log in through a proxy that sends these lines.
async fn log_in(client: &Client, lines: &[(&str, &str)], password: &str) -> Answer {
    // Accounts have limits of their own: a wrong password is always somebody else's.
    let name = if password == PASSWORD { 0 } else { STRANGERS.fetch_add(1, Relaxed) };
    let body = json!({ "email": format!("ada{name}@example.com"), "password": password });
    let mut request = client.request(Method::POST, LOG_IN).json(&body);
    for (name, value) in lines {
        request = request.header(*name, *value);
    }
    Answer::of(request).await
}

/// Insists that of these requests the first is judged, and the others count as of its network.
async fn count_together(client: &Client, requests: &[&[(&str, &str)]]) {
    for (at, lines) in requests.iter().enumerate() {
        let status = if at == 0 { 401 } else { 429 };
        let answer = log_in(client, lines, "wrong").await;
        assert_eq!(answer.status, status, "{lines:?}: {}", answer.text);
    }
}

/// The same for values of one header.
async fn values_count_together(client: &Client, name: &str, values: &[&str]) {
    let requests: Vec<_> = values.iter().map(|value| [(name, *value)]).collect();
    let requests: Vec<&[_]> = requests.iter().map(<[_; 1]>::as_slice).collect();
    count_together(client, &requests).await;
}

async fn clients_behind_a_proxy_have_limits_of_their_own(database: Database) {
    let service = Service::start(&database, behind("127.0.0.1, 10.0.0.0/8"));
    let client = service.client();
    // However the way before the proxies is told, and however the client is spelled.
    values_count_together(
        &client,
        X_FORWARDED_FOR,
        &[
            "198.51.100.7",
            "203.0.113.1, 198.51.100.7",
            "10.0.0.9,unknown,198.51.100.7:4711",
            "198.51.100.7, 10.0.0.2",
            "::ffff:198.51.100.7",
            "[::ffff:c633:6407]:80, 10.0.0.2, 127.0.0.1",
        ],
    )
    .await;
    let spoofed = [(X_FORWARDED_FOR, "203.0.113.2"), (X_FORWARDED_FOR, "203.0.113.3, 10.0.0.4")];
    let line = |value| (X_FORWARDED_FOR, value);
    count_together(
        &client,
        &[
            &[line("198.51.100.8")],
            &[spoofed[0], line("198.51.100.8")],
            &[spoofed[0], spoofed[1], line("198.51.100.8"), line("10.0.0.2, 10.0.0.3")],
        ],
    )
    .await;
    // A household has 2^64 addresses, and its neighbours as many.
    let household = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "[2001:DB8:1:2::a]:443"];
    values_count_together(&client, X_FORWARDED_FOR, &household).await;
    values_count_together(&client, X_FORWARDED_FOR, &["2001:db8:1:3::1"]).await;
    // What is no address leaves the proxy itself, as no header does.
    let nobody = ["unknown", "198.51.100.9, _hidden", "198.51.100.9, "];
    values_count_together(&client, X_FORWARDED_FOR, &nobody).await;
    assert_eq!(log_in(&client, &[], "wrong").await.status, 429);
}

async fn sessions_and_the_audit_trail_show_whom_the_proxy_named(database: Database) {
    let options = Options::unlimited().with("SERVER__TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8");
    let service = Service::start(&database, options);
    service.make_user("grace@example.com", "admin");
    service.make_user("ada0@example.com", "user");
    let (client, elsewhere) = (service.client(), service.client().elsewhere("127.0.0.9", "curl/8"));
    let named = [(X_FORWARDED_FOR, "203.0.113.9, ::ffff:198.51.100.7, 10.0.0.2")];
    let distant = [(X_FORWARDED_FOR, "[2001:db8:1:2::1]:443")];

    let ada = log_in(&client, &named, PASSWORD).await.is(200);
    log_in(&client, &distant, "wrong").await.is(401);
    log_in(&elsewhere, &named, "wrong").await.is(401);

    let sessions = client.get_as("/api/v1/sessions", ada.access_token()).await.is(200);
    let places: Vec<_> = sessions.items().iter().map(|session| &session["ipAddress"]).collect();
    assert_eq!(places, ["198.51.100.7"]);
    let admin = client.log_in("grace@example.com").await.is(200);
    let query = "type=authn_login_fail";
    let events = client.list_as("/api/v1/admin/audit-events", admin.access_token(), query).await;
    let places: Vec<_> = events.iter().map(|event| &event["ipAddress"]).collect();
    assert_eq!(places, ["127.0.0.9", "2001:db8:1:2::1"], "the newest first");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_no_proxy_is_counted_whatever_it_says() {
    let database = Database::sqlite();
    let service = Service::start(&database, behind("127.0.0.1"));
    let stranger = service.client().elsewhere("127.0.0.9", "curl/8");
    let values = ["198.51.100.7", "198.51.100.8", "127.0.0.1", "198.51.100.9, 127.0.0.1"];
    values_count_together(&stranger, X_FORWARDED_FOR, &values).await;
    // Whom it named has all tries left.
    values_count_together(&service.client(), X_FORWARDED_FOR, &values[..1]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_header_that_the_proxies_write_counts() {
    let database = Database::sqlite();
    let service = Service::start(&database, behind("127.0.0.1"));
    let client = service.client();
    let others = [
        &[(X_FORWARDED_FOR, "198.51.100.7")][..],
        &[(X_FORWARDED_FOR, "198.51.100.7"), (FORWARDED, "for=198.51.100.8")],
        &[(FORWARDED, "for=198.51.100.9"), (X_FORWARDED_FOR, "198.51.100.7")],
        &[(X_FORWARDED_FOR, "198.51.100.7"), ("x-real-ip", "198.51.100.10")],
    ];
    count_together(&client, &others).await;
    values_count_together(&client, FORWARDED, &["for=203.0.113.1", "for=203.0.113.2"]).await;

    let database = Database::sqlite();
    let options = behind("127.0.0.1").with("SERVER__PROXY_HEADER", "forwarded");
    let service = Service::start(&database, options);
    let client = service.client();
    let elements = [
        "for=198.51.100.7",
        "for=203.0.113.1, For=\"198.51.100.7:4711\";proto=https;host=\"api.example.com\"",
        "for=\", by=127.0.0.1;for=\"[::ffff:198.51.100.7]:80\"",
        "for=198.51.100.7, for=127.0.0.1",
    ];
    values_count_together(&client, FORWARDED, &elements).await;
    let both = [(X_FORWARDED_FOR, "198.51.100.8"), (FORWARDED, "for=198.51.100.7")];
    assert_eq!(log_in(&client, &both, "wrong").await.status, 429);
    let household = ["for=\"[2001:db8:1:2::1]\"", "for=\"[2001:db8:1:2::2]:80\""];
    values_count_together(&client, FORWARDED, &household).await;
    let unread = ["203.0.113.1", "203.0.113.2"];
    values_count_together(&client, X_FORWARDED_FOR, &unread).await;
}
