//! A built front end is served beside the API, and nothing else of the machine is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    os::unix::fs::symlink,
    time::Duration,
};

use journeys::{
    Answer, Client, Database, Options, Service, built_site, on_both_databases, write_file,
};
use reqwest::Method;
use tempfile::TempDir;

const CSP: &str = "base-uri 'self'; object-src 'none'; frame-ancestors 'none'";

fn options(folder: &TempDir) -> Options {
    let path = folder.path().join("site");
    Options::unlimited().with("SERVER__STATIC_DIR", path.to_str().unwrap())
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// One request over a socket of its own, its path sent as it is.
fn raw(service: &Service, method: &str, path: &str) -> String {
    let mut socket = TcpStream::connect(service.base().strip_prefix("http://").unwrap()).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let request = format!("{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    socket.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = socket.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

async fn conditional(client: &Client, path: &str, name: &str, value: &str) -> Answer {
    Answer::of(client.request(Method::GET, path).header(name, value)).await
}

on_both_databases!(a_front_end_is_served_beside_the_api);

async fn a_front_end_is_served_beside_the_api(database: Database) {
    let folder = built_site();
    let service = Service::start(&database, options(&folder));
    let client = service.client();
    for (path, kind, cache, text) in [
        ("/", "text/html; charset=utf-8", "no-cache", "The app"),
        ("/index.html", "text/html; charset=utf-8", "no-cache", "The app"),
        ("/about", "text/html; charset=utf-8", "no-cache", "About"),
        ("/about/", "text/html; charset=utf-8", "no-cache", "About"),
        ("/assets/logo.svg", "image/svg+xml", "no-cache", "<svg"),
        ("/icon.svg?v=2", "image/svg+xml", "no-cache", "<svg"),
        ("/assets/cover.pdf", "application/pdf", "no-cache", "%PDF"),
        ("/a%20b/%C3%BC.txt", "text/plain; charset=utf-8", "no-cache", "Grüße"),
        (
            "/assets/index-4f3a9c21.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
            "chapters",
        ),
        (
            "/_next/static/css/7e7d96b1e6991756.css",
            "text/css; charset=utf-8",
            "public, max-age=31536000, immutable",
            "color: red",
        ),
        // A page that the front end makes in the browser.
        ("/chapters/1", "text/html; charset=utf-8", "no-cache", "The app"),
        ("/signed-in?next=%2F", "text/html; charset=utf-8", "no-cache", "The app"),
    ] {
        let answer = client.get(path).await.is(200);
        assert!(answer.text.contains(text), "{path}: {}", answer.text);
        assert_eq!(header(&answer, "content-type"), kind, "{path}");
        assert_eq!(header(&answer, "cache-control"), cache, "{path}");
        assert_eq!(header(&answer, "content-security-policy"), CSP, "{path}");
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{path}");
        assert!(!answer.headers.contains_key("content-disposition"), "{path}");
        let head = client.send(Method::HEAD, path).await.is(200);
        assert!(head.text.is_empty(), "{path}");
        for name in ["content-type", "cache-control", "etag", "content-length", "last-modified"] {
            assert_eq!(header(&head, name), header(&answer, name), "{name} of {path}");
            assert!(!header(&head, name).is_empty(), "{name} of {path}");
        }
    }
    client.get("/assets/gone.js").await.problem(404, "NOT_FOUND");
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS, Method::PATCH] {
        let answer = client.send(method, "/index.html").await.problem(405, "METHOD_NOT_ALLOWED");
        assert_eq!(header(&answer, "allow"), "GET, HEAD");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_services_own_paths_win() {
    let (database, folder) = (Database::sqlite(), built_site());
    let service = Service::start(&database, options(&folder));
    let client = service.client();
    assert!(client.get("/api/v1/config").await.is(200).body["passwords"].is_object());
    assert!(client.get("/.well-known/jwks.json").await.is(200).body["keys"].is_array());
    for path in ["/livez", "/readyz", "/docs/", "/dev/mailbox", "/verify-email"] {
        let answer = client.get(path).await.is(200);
        assert!(!answer.text.contains("SECRET"), "{path}");
        assert_ne!(header(&answer, "content-security-policy"), CSP, "{path}");
    }
    assert!(client.get("/verify-email").await.text.contains("<form"));
    for path in ["/api", "/api/", "/api/v1", "/api/v1/nothing", "/api/v1/config/", "/api/v2/me"] {
        for method in [Method::GET, Method::POST] {
            client.send(method, path).await.problem(404, "NOT_FOUND");
        }
    }
    client.get("/.well-known/nothing").await.problem(404, "NOT_FOUND");
    client.post("/livez", &serde_json::json!({})).await.problem(405, "METHOD_NOT_ALLOWED");

    // The pages at the ends of mailed links are the front end's as soon as it has them.
    let service =
        Service::start(&Database::sqlite(), options(&folder).with("LINKS__BASE", service.base()));
    let answer = service.client().get("/verify-email").await.is(200);
    assert_eq!(answer.text, "SECRET=shadow");
    let answer = service.client().get("/reset-password").await.is(200);
    assert!(answer.text.contains("The app"), "{}", answer.text);
    let post = service.client().send(Method::POST, "/reset-password").await;
    post.problem(405, "METHOD_NOT_ALLOWED");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_browser_has_is_not_sent_again_and_parts_are_sent_alone() {
    let (database, folder) = (Database::sqlite(), built_site());
    let service = Service::start(&database, options(&folder));
    let client = service.client();
    let script = "/assets/index-4f3a9c21.js";
    let whole = client.get(script).await.is(200);
    for (name, value) in
        [("if-none-match", whole.etag()), ("if-modified-since", header(&whole, "last-modified"))]
    {
        let answer = conditional(&client, script, name, value).await.is(304);
        assert!(answer.text.is_empty());
        // A browser puts these in the place of those that it has.
        for kept in ["content-security-policy", "cache-control"] {
            assert_eq!(header(&answer, kept), header(&whole, kept));
        }
    }
    let part = conditional(&client, script, "range", "bytes=7-11").await.is(206);
    assert_eq!(part.text, "const");
    assert_eq!(header(&part, "content-range"), "bytes 7-11/27");
    assert_eq!(header(&part, "content-security-policy"), CSP);
    // A cache must not keep for a year that a part or a version is not there.
    for (name, value, status) in [("range", "bytes=100-", 416), ("if-match", "\"other\"", 412)] {
        let refused = conditional(&client, script, name, value).await.is(status);
        assert_eq!(header(&refused, "cache-control"), "no-store");
    }

    write_file(
        folder.path(),
        "site/assets/index-4f3a9c21.js",
        "export const chapters = 13; // new",
    );
    let changed = conditional(&client, script, "if-none-match", whole.etag()).await.is(200);
    assert_ne!(changed.etag(), whole.etag());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_with_a_page_for_what_is_missing_shows_it() {
    let (database, folder) = (Database::sqlite(), built_site());
    write_file(folder.path(), "site/404.html", "<title>Nothing here</title>");
    let service = Service::start(&database, options(&folder));
    let client = service.client();
    for path in ["/chapters/1", "/assets/gone.js", "/gone.html"] {
        let answer = client.get(path).await.is(404);
        assert!(answer.text.contains("Nothing here"), "{path}");
        assert_eq!(header(&answer, "content-type"), "text/html; charset=utf-8");
        assert_eq!(header(&answer, "cache-control"), "no-cache");
        assert_eq!(header(&answer, "content-security-policy"), CSP);
        assert!(client.send(Method::HEAD, path).await.is(404).text.is_empty());
    }
    let tag = conditional(&client, "/gone", "if-none-match", "*").await.is(404);
    assert!(tag.text.contains("Nothing here"));
    client.get("/about").await.is(200);
    client.get("/api/v1/nothing").await.problem(404, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_outside_the_folder_and_nothing_hidden_is_shown() {
    let (database, folder) = (Database::sqlite(), built_site());
    let service = Service::start(&database, options(&folder));
    let deep = format!("/{}secret.txt", "../".repeat(20));
    let encoded = format!("/{}secret.txt", "%2e%2e/".repeat(20));
    let mixed = format!("/assets/{}etc/passwd.txt", ".%2E/".repeat(20));
    let long = format!("/{}.txt", "a".repeat(5000));
    for path in [
        deep.as_str(),
        &encoded,
        &mixed,
        &long,
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/..%2Fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/....//secret.txt",
        "/..;/secret.txt",
        "/assets/..%00/../secret.txt",
        "/index.html%00.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "//etc/passwd.txt",
        "///secret.txt",
        "/leak.txt",
        "/leak2.txt",
        "/leak/page/index.html",
        "/env.txt",
        "/.env",
        "/%2eenv",
        "/.git/config",
        "/assets/../.env",
        "/loop.txt",
        "/~root/.ssh/id.txt",
        "/file:///etc/passwd.txt",
    ] {
        for method in ["GET", "HEAD"] {
            let answer = raw(&service, method, path);
            let status = answer.get(9..12).unwrap_or(&answer);
            assert!(matches!(status, "404" | "400"), "{method} {path}: {answer}");
            assert!(!answer.contains("SECRET") && !answer.contains("root:"), "{path}: {answer}");
        }
    }
    // What has no extension may be a page of the front end's own, and is never anything else.
    for path in ["/leak", "/leak/page", "/loop", "/a/../../../etc/passwd", "//etc/passwd"] {
        let answer = raw(&service, "GET", path);
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("The app"), "{answer}");
        assert!(!answer.contains("SECRET") && !answer.contains("root:"), "{path}: {answer}");
    }
    for path in ["//api/v1/config", "/x/../api/v1/config", "/%61pi/v1/nothing", "/api%2fv1"] {
        let answer = raw(&service, "GET", path);
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
    service.client().get("/livez").await.is(200);
}

/// Connections that take nothing of a large file hold little of it, and others are served.
#[tokio::test(flavor = "multi_thread")]
async fn many_who_take_nothing_cost_little() {
    let (database, folder) = (Database::sqlite(), built_site());
    write_file(folder.path(), "site/book.txt", &"A page of the book. ".repeat(1_000_000));
    let service = Service::start(&database, options(&folder));
    let before = service.resident_kib();
    let address = service.base().strip_prefix("http://").unwrap();
    let sockets: Vec<TcpStream> = (0..200)
        .map(|_| {
            let mut socket = TcpStream::connect(address).unwrap();
            socket.write_all(b"GET /book.txt HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            socket
        })
        .collect();
    let client = service.client();
    for _ in 0..50 {
        client.send(Method::HEAD, "/book.txt").await.is(200);
        client.get("/chapters/1").await.is(200);
    }
    let grown = service.resident_kib().saturating_sub(before);
    assert!(grown < 200 * 400, "{grown} KiB for {} clients", sockets.len());
}

/// A build is put in the place of another by changing a link, as deployments do.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_build_counts_at_once() {
    let (database, folder) = (Database::sqlite(), built_site());
    write_file(folder.path(), "next/index.html", "<title>The next app</title>");
    let current = folder.path().join("current");
    symlink("site", &current).unwrap();
    let options = Options::unlimited().with("SERVER__STATIC_DIR", current.to_str().unwrap());
    let service = Service::start(&database, options);
    assert!(service.client().get("/").await.text.contains("The app"));
    symlink("next", folder.path().join("new")).unwrap();
    fs::rename(folder.path().join("new"), &current).unwrap();
    assert!(service.client().get("/").await.text.contains("The next app"));
}
