//! A provider that lies gets nobody in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use futures::future::join_all;
use journeys::{
    Arrival, Browser, Database, HostileProvider, Options, Page, Service, SignIn, on_both_databases,
    ways_in,
};

on_both_databases!(
    nothing_that_cannot_be_verified_is_believed,
    an_address_that_is_not_vouched_for_leads_nowhere,
);

/// Somebody who has an account, with a password.
const VICTIM: &str = "victim@example.com";

/// The token, or what leads to it, is not to be believed.
const UNTRUSTWORTHY: [&str; 43] = [
    "wrong_nonce",
    "no_nonce",
    "empty_nonce",
    "wrong_issuer",
    "no_issuer",
    "wrong_audience",
    "audience_of_others",
    "no_audience",
    "empty_audience",
    "wrong_party",
    "expired",
    "expired_just_now",
    "from_the_future",
    "for_ever",
    "no_expiry",
    "expiry_as_text",
    "no_time",
    "empty_subject",
    "blank_subject",
    "no_subject",
    "subject_as_number",
    "long_subject",
    "foreign_key",
    "foreign_key_unknown",
    "foreign_key_unnamed",
    "foreign_key_in_header",
    "alg_none",
    "alg_none_signed",
    "alg_missing",
    "hs256_public_key",
    "hs256_client_secret",
    "critical_header",
    "altered",
    "no_id_token",
    "empty_id_token",
    "cut_id_token",
    "nested_claims",
    "no_keys",
    "wrong_iss",
    "wrong_iss_unannounced",
    "no_iss",
    "userinfo_of_another",
    "userinfo_of_nobody",
];

/// Nobody vouches for the address, or there is none.
const UNPROVEN: [&str; 8] = [
    "verified_false",
    "verified_text_false",
    "verified_text_true",
    "verified_missing",
    "email_of_nobody",
    "email_missing",
    "userinfo_text_true",
    "userinfo_unverified",
];

/// Not even a wrong answer to whether the address is proven.
const NONSENSE: [&str; 2] = ["verified_number", "verified_list"];

/// Takes a new browser of a person to a provider and back.
async fn signs_in_as(
    service: &Service,
    provider: &HostileProvider,
    name: &str,
    person: &str,
) -> (SignIn, Page) {
    let (browser, sign_in) = (Browser::new(service), SignIn::by(name));
    let page = provider.walk(&browser, &sign_in, person).await;
    (sign_in, page)
}

async fn nothing_that_cannot_be_verified_is_believed(database: Database) {
    let provider = HostileProvider::start();
    let all =
        UNTRUSTWORTHY.into_iter().chain(["denied", "broken", "other_issuer", "issuer_with_slash"]);
    let options = provider.options(Options::unlimited(), all.chain(["good"]));
    let service = Service::start(&database, options);
    service.sign_in_new(VICTIM, "user").await;
    let before = ways_in(&database);

    for faults in UNTRUSTWORTHY.chunks(6) {
        let news = Arrival::all(&service, faults.iter().copied());
        let victims = faults.iter().map(|fault| signs_in_as(&service, &provider, fault, VICTIM));
        let (news, victims) = tokio::join!(news, join_all(victims));
        let news = news.into_iter().map(|new| (new.sign_in, new.page));
        for (fault, (_, page)) in faults.iter().chain(faults).zip(news.chain(victims)) {
            println!("{fault}: {}", page.url);
            assert_eq!(page.error(), "PROVIDER_FAILED", "{fault}");
            assert_eq!(page.fragment("code"), None, "{fault}");
        }
    }
    for fault in ["other_issuer", "issuer_with_slash"] {
        assert_eq!(Arrival::of(&service, fault).await.page.error(), "PROVIDER_FAILED", "{fault}");
        assert_eq!(provider.asked(fault, "authorize"), 0, "no browser is sent there");
    }
    assert_eq!(Arrival::of(&service, "denied").await.page.error(), "SIGN_IN_CANCELLED");
    assert_eq!(Arrival::of(&service, "broken").await.page.error(), "PROVIDER_UNAVAILABLE");

    for fault in UNTRUSTWORTHY {
        assert_eq!(provider.asked(fault, "authorize"), 2, "{fault}: it was walked to the end");
        // What the browser brings is judged before the provider gets to see the code.
        let by_browser = ["wrong_iss", "wrong_iss_unannounced", "no_iss"].contains(&fault);
        let tokens = if by_browser { 0 } else { 2 };
        assert_eq!(provider.asked(fault, "token"), tokens, "{fault}");
    }
    assert_eq!(ways_in(&database), before);
    assert_eq!(database.count("pending_authorizations"), 0);
    HostileProvider::lets_good_in(&service).await;
}

async fn an_address_that_is_not_vouched_for_leads_nowhere(database: Database) {
    let provider = HostileProvider::start();
    let all = UNPROVEN.into_iter().chain(NONSENSE).chain(["good"]);
    let service = Service::start(&database, provider.options(Options::unlimited(), all));
    let victim = service.sign_in_new(VICTIM, "user").await;
    let before = ways_in(&database);
    let client = service.client();

    for fault in UNPROVEN {
        let (new, known) = tokio::join!(
            Arrival::of(&service, fault),
            signs_in_as(&service, &provider, fault, VICTIM)
        );
        for (sign_in, page) in [(new.sign_in, new.page), known] {
            let code = page.code();
            let refused = sign_in.exchange(&client, &code).await;
            refused.problem(403, "PROVIDER_EMAIL_UNVERIFIED");
            let again = sign_in.exchange(&client, &code).await;
            assert!([400, 403].contains(&again.status.as_u16()), "{fault}: {}", again.text);
        }
    }
    for fault in NONSENSE {
        let (_, page) = signs_in_as(&service, &provider, fault, VICTIM).await;
        assert_eq!(page.error(), "PROVIDER_FAILED", "{fault}");
    }

    assert_eq!(ways_in(&database)[..3], before[..3]);
    client.get_as("/api/v1/users/me", victim.access_token()).await.is(200);
    let own = client.get_as("/api/v1/users/me/identities", victim.access_token()).await.is(200);
    assert_eq!(own.items().len(), 1, "{}", own.text);
    HostileProvider::lets_good_in(&service).await;
}
