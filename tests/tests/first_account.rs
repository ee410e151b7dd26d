//! From register to log out, through the built binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::process::Command;

use journeys::{Database, Options, Service, on_both_databases};
use reqwest::Method;
use serde_json::json;

on_both_databases!(
    a_new_address_goes_from_register_to_log_out,
    a_refresh_token_outlives_a_crash,
    with_optional_verification_registering_signs_in,
);

async fn a_new_address_goes_from_register_to_log_out(database: Database) {
    let service = Service::start(&database, Options::default());
    let client = service.client();
    let email = "Ada.Lovelace@Example.com";

    let registered = client.register(email).await.is(202);
    assert_eq!(registered.body["status"], "verification_required");
    assert_eq!(registered.body["email"], email);
    assert_eq!(database.count("users"), 0, "no account before the mailbox is proven");
    client.log_in(email).await.problem(403, "EMAIL_NOT_VERIFIED");

    let token = client.mailed_tokens(email, 1).await.remove(0);
    let verified = client.verify(&token).await.is(200);
    assert_eq!(verified.body, json!({ "email": email }));
    client.verify(&token).await.problem(400, "INVALID_TOKEN");

    let signed_in = client.log_in("ada.lovelace@EXAMPLE.com").await.is(200);
    assert_eq!(signed_in.body["status"], "authenticated");
    assert_eq!(signed_in.body["user"]["emailVerified"], true);
    assert_eq!(signed_in.body["user"]["role"], "user");
    assert_eq!(signed_in.body["tokens"]["expiresIn"], 900);
    assert_eq!(signed_in.headers["cache-control"], "no-store");

    let me = client.get_as("/api/v1/users/me", signed_in.access_token()).await.is(200);
    assert_eq!(me.body, signed_in.body["user"]);
    let session = client.get_as("/api/v1/auth/session", signed_in.access_token()).await.is(200);
    assert_eq!(session.body["status"], "authenticated");
    assert_eq!(session.body["session"]["id"], signed_in.body["session"]["id"]);
    assert_eq!(client.get("/api/v1/auth/session").await.body["status"], "unauthenticated");

    let refreshed = client.refresh(signed_in.refresh_token()).await.is(200);
    assert_ne!(refreshed.refresh_token(), signed_in.refresh_token());
    client.get_as("/api/v1/users/me", refreshed.access_token()).await.is(200);

    let gone = json!({ "refreshToken": refreshed.refresh_token() });
    client.post("/api/v1/auth/logout", &gone).await.is(204);
    client.post("/api/v1/auth/logout", &gone).await.is(204);
    client.refresh(refreshed.refresh_token()).await.problem(401, "SESSION_REVOKED");
    for token in [signed_in.access_token(), refreshed.access_token()] {
        let refused = client.get_as("/api/v1/users/me", token).await;
        let refused = refused.problem(401, "SESSION_REVOKED");
        assert!(refused.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer"));
    }
    client.log_in(email).await.is(200);
}

async fn a_refresh_token_outlives_a_crash(database: Database) {
    let mut service = Service::start(&database, Options::unlimited());
    let signed_in = service.client().sign_up("ada@example.com").await;

    service.kill_and_restart();

    let client = service.client();
    client.get_as("/api/v1/users/me", signed_in.access_token()).await.is(200);
    let refreshed = client.refresh(signed_in.refresh_token()).await.is(200);
    client.get_as("/api/v1/users/me", refreshed.access_token()).await.is(200);
}

async fn with_optional_verification_registering_signs_in(database: Database) {
    let options = Options::unlimited().with("REGISTRATION__EMAIL_VERIFICATION", "optional");
    let service = Service::start(&database, options);
    let client = service.client();

    let registered = client.register("ada@example.com").await.is(201);
    assert_eq!(registered.headers["location"], "/api/v1/users/me");
    assert_eq!(registered.body["user"]["emailVerified"], false);
    client.register("ADA@example.com").await.problem(409, "EMAIL_EXISTS");
    client.log_in("ada@example.com").await.is(200);

    let token = client.mailed_tokens("ada@example.com", 1).await.remove(0);
    client.verify(&token).await.is(200);
    let me = client.get_as("/api/v1/users/me", registered.access_token()).await.is(200);
    assert_eq!(me.body["emailVerified"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_readme_lines_work_as_written() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::default());
    let readme = include_str!("../../README.md");
    let (_, block) = readme.split_once("<!-- first account -->\n```sh\n").expect("the curl block");
    let (lines, _) = block.split_once("\n```").expect("the end of the curl block");

    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", "-c", lines]).env("BOOKPLATE", service.base());
    let output = tokio::task::spawn_blocking(move || bash.output()).await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));

    assert!(said.contains("\"status\":\"verification_required\""), "{said}");
    assert!(said.contains("\"status\":\"authenticated\""), "{said}");
    assert!(said.contains("\"email\":\"ada@example.com\""), "{said}");
    assert!(!said.contains("\"code\":"), "{said}");
    assert_eq!(database.count("users"), 1);
    let ended = database.query("SELECT count(*) FROM sessions WHERE revoked_at IS NOT NULL");
    assert_eq!(ended.trim(), "1");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_access_token_verifies_with_pyjwt_against_the_served_jwks() {
    let python = std::env::var("BOOKPLATE_TEST_PYTHON")
        .expect("BOOKPLATE_TEST_PYTHON names a Python with PyJWT; run the tests by tests/run");
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let signed_in = service.client().sign_up("ada@example.com").await;
    let issuer = "http://127.0.0.1:7860";

    let mut verify = Command::new(python);
    verify.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/verify_token.py"));
    verify.args([service.base(), issuer, signed_in.access_token()]);
    let output = tokio::task::spawn_blocking(move || verify.output()).await.unwrap().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let claims: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(claims["sub"], signed_in.body["user"]["id"]);
    assert_eq!(claims["sid"], signed_in.body["session"]["id"]);
    assert_eq!(claims["email"], "ada@example.com");
    assert_eq!(claims["role"], "user");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_tells_how_it_is_and_what_it_serves() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::default());
    let client = service.client();

    client.get("/livez").await.is(200);
    client.get("/readyz").await.is(200);
    let keys = client.get("/.well-known/jwks.json").await.is(200);
    assert_eq!(keys.headers["cache-control"], "public, max-age=300");
    assert_eq!(keys.body["keys"][0]["crv"], "Ed25519");
    assert!(keys.body["keys"][0].get("d").is_none(), "never the private part");
    let config = client.get("/api/v1/config").await.is(200);
    assert_eq!(config.body["registration"]["emailVerification"], "required");
    assert_eq!(config.body["passwords"], json!({ "minLength": 8, "maxBytes": 71, "minScore": 3 }));

    let document = client.get("/api/v1/openapi.json").await.is(200);
    assert!(document.body["paths"]["/api/v1/auth/login"].is_object());
    assert_eq!(client.get("/docs").await.is(308).headers["location"], "/docs/");
    assert_eq!(client.get("/docs/").await.is(200).headers["content-encoding"], "gzip");
    client.get("/docs/swagger-ui-bundle.js").await.is(200);
    client.get("/docs/none.js").await.problem(404, "NOT_FOUND");
    assert_eq!(client.send(Method::HEAD, "/livez").await.is(200).text, "");
}
