//! Every operation of the served document stands on the published page of permissions, and every
//! kind of caller is let in or refused as the page says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeMap;

use journeys::{Answer, Client, Database, Options, Route, Service, on_both_databases};
use serde_json::{Value, json};

on_both_databases!(every_kind_of_caller_is_treated_as_the_page_says);

const FEED_KEY: &str = "wB4xN8tQ2mK7vR5yZ1cF6hJ9pL3sD0gA";
const PAGE: &str = include_str!("../../docs/permissions.md");
const CALLERS: [&str; 5] = ["nobody", "anonymous", "user", "moderator", "admin"];

/// Whom the page lets in, for each operation by its short name.
fn published() -> BTreeMap<String, Vec<&'static str>> {
    let rows = PAGE.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| `")?.split(" | ").collect();
        let [operation, _, who] = cells[..] else { return None };
        Some((operation.trim_end_matches('`').to_owned(), who.trim_end_matches(" |")))
    });
    let callers = rows.map(|(operation, who)| {
        let callers = match who {
            "anyone" => CALLERS.to_vec(),
            "whoever has `revocations.key`" => Vec::new(),
            who => who.split(", ").collect(),
        };
        assert!(callers.iter().all(|caller| CALLERS.contains(caller)), "{operation}: {who}");
        (operation, callers)
    });
    callers.collect()
}

fn short_name(route: &Route) -> String {
    let path = route.template.strip_prefix("/api/v1").unwrap_or(&route.template);
    format!("{} {path}", route.method)
}

/// The body that the document shows for an operation.
fn example(document: &Value, route: &Route) -> Option<Value> {
    let operation = &document["paths"][&route.template][route.method.as_str().to_lowercase()];
    let contents = operation["requestBody"]["content"].as_object()?;
    let content = contents.values().next().expect("a media type");
    let named = || content["examples"].as_object()?.values().next()?.get("value").cloned();
    let example = content.get("example").cloned().or_else(named);
    Some(example.unwrap_or_else(|| panic!("{} shows no body", short_name(route))))
}

/// The accounts that calls are made with: one of a role is left behind by a call that deletes it, or
/// changes its password.
#[derive(Default)]
struct Accounts {
    made: BTreeMap<&'static str, usize>,
    sessions: BTreeMap<&'static str, Answer>,
}

impl Accounts {
    /// A session of a caller: the one before, for as long as it lasts.
    async fn credential(
        &mut self,
        client: &Client,
        service: &Service,
        caller: &'static str,
    ) -> Option<String> {
        if caller == "nobody" {
            return None;
        }
        if let Some(session) = self.sessions.get(caller) {
            let found = client.get_as("/api/v1/users/me", session.access_token()).await;
            if found.status == 200 {
                return Some(format!("Bearer {}", session.access_token()));
            }
        }
        let session = match caller {
            "anonymous" => client.post("/api/v1/auth/anonymous", &json!({})).await.is(201),
            role => {
                let made = self.made.entry(role).or_default();
                let found = client.log_in(&format!("{role}{made}@example.com")).await;
                if found.status == 200 {
                    found
                } else {
                    *made += 1;
                    service.sign_in_new(&format!("{role}{made}@example.com"), role).await
                }
            }
        };
        let credential = format!("Bearer {}", session.access_token());
        self.sessions.insert(caller, session);
        Some(credential)
    }
}

async fn every_kind_of_caller_is_treated_as_the_page_says(database: Database) {
    let options = Options::unlimited().with("REVOCATIONS__KEY", FEED_KEY);
    let service = Service::start(&database, options);
    let client = service.client();
    // The last admin could not do everything.
    service.make_user("root@example.com", "admin");
    let document = client.get("/api/v1/openapi.json").await.is(200).body;
    let published = published();
    let routes = Route::all(&client).await;
    let mut accounts = Accounts::default();
    for route in &routes {
        let name = short_name(route);
        let allowed = published.get(&name).unwrap_or_else(|| panic!("{name} has no row"));
        for caller in CALLERS {
            let credential = accounts.credential(&client, &service, caller).await;
            let mut request = client.request(route.method.clone(), &route.path);
            if let Some(credential) = credential {
                request = request.header("authorization", credential);
            }
            if let Some(body) = example(&document, route) {
                request = request.json(&body);
            }
            let answer = Answer::of(request).await;
            let refusal = match (allowed.contains(&caller), caller) {
                (true, _) => None,
                (false, "nobody") => Some((401, "UNAUTHORIZED")),
                (false, _) if allowed.is_empty() => Some((401, "UNAUTHORIZED")),
                (false, _) => Some((403, "FORBIDDEN")),
            };
            let code = answer.body["code"].as_str();
            let refused = code.filter(|code| ["UNAUTHORIZED", "FORBIDDEN"].contains(code));
            let refused = refused.map(|code| (answer.status.as_u16(), code));
            assert_eq!(refused, refusal, "{name} as {caller}: {}", answer.text);
            assert!(answer.status.as_u16() < 500, "{name} as {caller}: {}", answer.text);
        }
    }
    assert_eq!(routes.len(), published.len(), "a row of the page has no operation");
}
