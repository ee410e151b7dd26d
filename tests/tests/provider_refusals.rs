//! Accounts and addresses that a provider does not lead to.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use journeys::{
    Answer, Browser, Database, OpenIdProvider, Options, SIGNED_IN, Service, SignIn,
    on_both_databases,
};
use reqwest::Method;
use serde_json::json;

on_both_databases!(
    a_suspended_account_is_not_entered_and_learns_of_it_only_then,
    an_address_that_its_former_owner_can_have_back_is_nobody_elses,
    an_account_whose_mailbox_is_not_proven_links_nothing,
    a_provider_that_is_not_believed_knows_those_who_are_linked_and_nobody_else,
    a_browser_that_may_not_set_out_is_back_at_the_front_end,
);

const ADA: &str = "ada@example.com";
const IDENTITIES: &str = "/api/v1/users/me/identities";
const INKWELL: &str = OpenIdProvider::RS256;

async fn brought(service: &Service, provider: &OpenIdProvider, login: &str) -> (SignIn, String) {
    let (browser, sign_in) = (Browser::new(service), SignIn::by(INKWELL));
    let code = provider.walk(&browser, &sign_in, login).await.code();
    (sign_in, code)
}

async fn sign_in(service: &Service, provider: &OpenIdProvider, login: &str) -> Answer {
    let (sign_in, code) = brought(service, provider, login).await;
    sign_in.exchange(&service.client(), &code).await
}

async fn link(
    service: &Service,
    provider: &OpenIdProvider,
    login: &str,
    session: &Answer,
) -> Answer {
    let (sign_in, code) = brought(service, provider, login).await;
    let body = sign_in.body(&code);
    service.client().post_as(IDENTITIES, session.access_token(), &body).await
}

async fn a_suspended_account_is_not_entered_and_learns_of_it_only_then(database: Database) {
    let provider = OpenIdProvider::start();
    let service = Service::start(&database, provider.configure(Options::unlimited()));
    let client = service.client();
    let admin = service.sign_in_new("grace@example.com", "admin").await;
    provider.verified("ada", ADA);
    provider.verified("bob", "bob@example.com");
    let linked = sign_in(&service, &provider, "ada").await.is(200);
    let by_address = client.sign_up("bob@example.com").await;
    let status = async |user: &Answer, status: &str| {
        let path = format!("/api/v1/admin/users/{}", user.user_id());
        let body = match status {
            "suspended" => json!({ "status": status, "suspensionReason": "spam" }),
            _ => json!({ "status": status }),
        };
        client.patch_as(&path, admin.access_token(), &body).await.is(200);
    };
    status(&linked, "suspended").await;
    status(&by_address, "suspended").await;
    let (sessions, identities) = (database.count("sessions"), database.count("identities"));
    for login in ["ada", "bob"] {
        let told = sign_in(&service, &provider, login).await;
        told.problem(403, "ACCOUNT_SUSPENDED");
    }
    assert_eq!(database.count("sessions"), sessions);
    assert_eq!(database.count("identities"), identities, "nothing is linked to it either");
    status(&linked, "active").await;
    status(&by_address, "active").await;
    for (login, user) in [("ada", &linked), ("bob", &by_address)] {
        assert_eq!(sign_in(&service, &provider, login).await.is(200).user_id(), user.user_id());
    }
}

async fn an_address_that_its_former_owner_can_have_back_is_nobody_elses(database: Database) {
    let provider = OpenIdProvider::start();
    let service = Service::start(&database, provider.configure(Options::unlimited()));
    let client = service.client();
    let session = client.sign_up(ADA).await;
    let body = json!({ "email": "ada@new.example" });
    let change = "/api/v1/auth/email-change";
    client.post_as(change, session.access_token(), &body).await.is(202);
    let confirm = client.mailed_tokens("ada@new.example", 1).await.remove(0);
    client.post(&format!("{change}/confirm"), &json!({ "token": confirm })).await.is(200);

    provider.verified("ada", ADA);
    sign_in(&service, &provider, "ada").await.problem(409, "EMAIL_EXISTS");
    assert_eq!((database.count("users"), database.count("identities")), (1, 0));
    // Whoever is signed in to the account can link it by hand.
    let session = client.log_in("ada@new.example").await.is(200);
    link(&service, &provider, "ada", &session).await.is(201);
    let entered = sign_in(&service, &provider, "ada").await.is(200);
    assert_eq!(entered.body["user"]["email"], "ada@new.example");
    // Until the mailbox takes the change back: whoever asked for it may have linked it, too.
    let link = client.mailed_link(ADA, "revert-email-change").await;
    let token = link.split_once("#token=").unwrap().1;
    client.post(&format!("{change}/revert"), &json!({ "token": token })).await.is(200);
    assert_eq!(database.count("identities"), 0);
    let me = client.get_as("/api/v1/users/me", entered.access_token()).await;
    me.problem(401, "SESSION_REVOKED");
    let entered = sign_in(&service, &provider, "ada").await.is(200);
    assert_eq!(entered.user_id(), session.user_id());
    assert_eq!(entered.body["user"]["email"], ADA);
}

async fn an_account_whose_mailbox_is_not_proven_links_nothing(database: Database) {
    let provider = OpenIdProvider::start();
    let options = provider.configure(Options::unlimited());
    let options = options.with("REGISTRATION__EMAIL_VERIFICATION", "optional");
    let service = Service::start(&database, options);
    let client = service.client();
    let session = client.register(ADA).await.is(201);
    provider.verified("eve", "eve@example.com");
    let refused = link(&service, &provider, "eve", &session).await;
    refused.problem(403, "EMAIL_NOT_VERIFIED");
    assert_eq!(database.count("identities"), 0);
    let token = client.mailed_tokens(ADA, 1).await.remove(0);
    client.verify(&token).await.is(200);
    link(&service, &provider, "eve", &session).await.is(201);
}

async fn a_provider_that_is_not_believed_knows_those_who_are_linked_and_nobody_else(
    database: Database,
) {
    let provider = OpenIdProvider::start();
    let options = provider.configure(Options::unlimited());
    let options = options.with("OAUTH__INKWELL__TRUST_EMAIL", "false");
    let service = Service::start(&database, options);
    let client = service.client();
    let session = client.sign_up(ADA).await;
    provider.verified("ada", ADA);
    provider.verified("bob", "bob@example.com");
    for login in ["ada", "bob"] {
        let refused = sign_in(&service, &provider, login).await;
        refused.problem(403, "PROVIDER_EMAIL_UNVERIFIED");
    }
    assert_eq!((database.count("users"), database.count("identities")), (1, 0));
    link(&service, &provider, "ada", &session).await.is(201);
    assert_eq!(sign_in(&service, &provider, "ada").await.is(200).user_id(), session.user_id());
}

async fn a_browser_that_may_not_set_out_is_back_at_the_front_end(database: Database) {
    let provider = OpenIdProvider::start();
    let other = format!("{SIGNED_IN}/other?x=1");
    let options = provider
        .configure(Options::default())
        .with("LIMITS__PROVIDER_SIGN_IN__BURST", "8")
        .with("LINKS__SIGN_IN", &format!("{SIGNED_IN},{other}"));
    let service = Service::start(&database, options);
    let client = service.client();
    let start = format!("/api/v1/auth/oauth/{INKWELL}/start?codeChallenge={}", "A".repeat(43));
    let evil = "https%3A%2F%2Fevil.example%2F";
    let named = other.replace('?', "%3F");
    let navigate = async |path: &str| {
        let request = client.request(Method::GET, path).header("sec-fetch-mode", "navigate");
        let answer = Answer::of(request).await;
        let location = answer.headers["location"].to_str().unwrap().to_owned();
        (answer.status.as_u16(), location)
    };
    for (path, page) in [
        (format!("{start}&redirectTo={evil}"), format!("{SIGNED_IN}#error=VALIDATION_ERROR")),
        (start.replace(INKWELL, "nobody"), format!("{SIGNED_IN}#error=NOT_FOUND")),
        (
            format!("{start}&prompt=none&redirectTo={named}"),
            format!("{other}#error=VALIDATION_ERROR"),
        ),
    ] {
        assert_eq!(navigate(&path).await, (303, page), "{path}");
    }
    client.get(&format!("{start}&redirectTo={evil}")).await.problem(422, "VALIDATION_ERROR");
    for _ in 0..4 {
        client.get(&start).await.is(302);
    }
    client.get(&start).await.problem(429, "RATE_LIMIT_EXCEEDED");
    let over = (303, format!("{other}#error=RATE_LIMIT_EXCEEDED"));
    assert_eq!(navigate(&format!("{start}&redirectTo={named}")).await, over);
}
