use std::collections::BTreeSet;

use actix_web::http::Method;

use super::DOCS_CSP;
use crate::testing::{World, request};

/// The URLs that stand in attributes of a page which make a browser load something.
fn loaded(page: &str) -> BTreeSet<&str> {
    let attributes = ["src=\"", "href=\"", "action=\""];
    let all = attributes.iter().flat_map(|name| page.split(name).skip(1));
    all.map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Whether a URL names another host.
fn leads_away(url: &str) -> bool {
    url.starts_with("//") || url.contains("://")
}

#[actix_web::test]
async fn the_page_needs_no_other_host() {
    let world = World::new().await;
    let entry = world.send(request(Method::GET, "/docs")).await.is(308);
    assert_eq!(entry.header("location"), "/docs/");
    let page = world.send(request(Method::GET, "/docs/")).await.is(200);
    let mut seen = 0;
    for url in loaded(&page.text) {
        assert!(!leads_away(url), "{url}");
        let path = format!("/docs/{}", url.trim_start_matches("./"));
        let bytes = world.bytes(&path).await;
        assert_eq!(bytes.0, 200, "{path}");
        assert_eq!(bytes.1, DOCS_CSP, "{path}");
        if path.ends_with(".css") {
            let text = String::from_utf8(bytes.2).unwrap();
            assert!(!text.contains("@import"), "{path}");
            for url in text.split("url(").skip(1) {
                let url = url.trim_start_matches(['"', '\'']);
                assert!(url.starts_with("data:"), "{path}: {}", &url[..url.len().min(80)]);
            }
        }
        seen += 1;
    }
    assert!(seen >= 5, "{seen}");
}

#[actix_web::test]
async fn the_page_shows_our_document_and_asks_nobody_whether_it_is_right() {
    let world = World::new().await;
    let start = world.send(request(Method::GET, "/docs/swagger-initializer.js")).await.is(200);
    assert!(start.text.contains("/api/v1/openapi.json"), "{}", start.text);
    assert!(start.text.contains(r#""validatorUrl": "none""#), "{}", start.text);
    assert!(!leads_away(&start.text), "{}", start.text);
}

#[actix_web::test]
async fn a_browser_lets_the_page_reach_no_other_host() {
    let world = World::new().await;
    let page = world.send(request(Method::GET, "/docs/")).await.is(200);
    let policy = page.header("content-security-policy");
    assert_eq!(policy, DOCS_CSP);
    for directive in policy.split("; ") {
        let mut words = directive.split(' ').map(str::trim).filter(|word| !word.is_empty());
        let name = words.next().unwrap();
        for source in words {
            let ours = ["'none'", "'self'", "'unsafe-inline'", "data:"].contains(&source);
            assert!(ours, "{name} {source}");
        }
    }
    assert!(policy.starts_with("default-src 'none'"));
    // What the policy forbids must not be there: the page would not work.
    let inline = page.text.split("<script").skip(1).filter(|rest| !rest.contains("src="));
    assert_eq!(inline.count(), 0);
    let document = world.send(request(Method::GET, "/api/v1/openapi.json")).await.is(200);
    assert!(document.json()["servers"].is_null(), "a server elsewhere");
}

impl World {
    /// The status, the policy and the bytes of a file.
    async fn bytes(&self, path: &str) -> (u16, String, Vec<u8>) {
        let (_, status, headers, body) = self.exchange(request(Method::GET, path)).await.unwrap();
        let policy = headers.get("content-security-policy").unwrap();
        (status.as_u16(), policy.to_str().unwrap().to_owned(), body.to_vec())
    }
}
