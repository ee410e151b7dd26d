//! A provider that lies, or breaks, gets nobody in, and nobody else notices it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::{Duration, Instant};

use futures::future::join_all;
use journeys::{
    Browser, Database, HostileProvider, Options, Page, Service, SignIn, on_both_databases,
};

on_both_databases!(
    nothing_that_cannot_be_verified_is_believed,
    an_address_that_is_not_vouched_for_leads_nowhere,
    a_broken_endpoint_is_told_in_time,
);

/// Within this time a browser is back at the front end, whatever the provider does.
const IN_TIME: Duration = Duration::from_secs(12);

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

const ENDPOINTS: [&str; 4] = ["discovery", "jwks", "token", "userinfo"];

/// What an endpoint does, and what the front end is told.
const BROKEN: [(&str, &str); 14] = [
    ("hang", "PROVIDER_UNAVAILABLE"),
    ("stall", "PROVIDER_UNAVAILABLE"),
    ("drip", "PROVIDER_UNAVAILABLE"),
    ("error", "PROVIDER_UNAVAILABLE"),
    ("busy", "PROVIDER_UNAVAILABLE"),
    ("redirect", "PROVIDER_FAILED"),
    ("moved", "PROVIDER_FAILED"),
    ("html", "PROVIDER_FAILED"),
    ("nested", "PROVIDER_FAILED"),
    ("bomb", "PROVIDER_FAILED"),
    ("huge", "PROVIDER_FAILED"),
    ("endless", "PROVIDER_FAILED"),
    ("heads", "PROVIDER_UNAVAILABLE"),
    ("cut", "PROVIDER_UNAVAILABLE"),
];

/// Where discovery sends the service, or the browser, to a place that is none of the provider's.
const INSIDE: [&str; 8] = [
    "internal_authorize",
    "internal_token",
    "internal_jwks",
    "internal_userinfo",
    "metadata_authorize",
    "metadata_token",
    "metadata_jwks",
    "metadata_userinfo",
];

/// One name for each kind at each endpoint.
fn at_each_endpoint<'k>(kinds: impl IntoIterator<Item = &'k str>) -> Vec<String> {
    let at = |kind: &'k str| ENDPOINTS.map(|endpoint| format!("{kind}_{endpoint}"));
    kinds.into_iter().flat_map(at).collect()
}

fn names(names: &[String]) -> impl Iterator<Item = &str> {
    names.iter().map(String::as_str)
}

/// What somebody could sign in with: users, sessions, identities, and authorizations that have come
/// back.
fn rows(database: &Database) -> [u64; 4] {
    ["users", "sessions", "identities", "completed_authorizations"]
        .map(|table| database.count(table))
}

/// Takes a new browser to a provider and back; nobody waits for longer than there is time.
async fn signs_in(service: &Service, name: &str) -> (SignIn, Page) {
    all_sign_in(service, [name]).await.remove(0)
}

/// The same of one browser for each name, all at once.
async fn all_sign_in<'n>(
    service: &Service,
    names: impl IntoIterator<Item = &'n str>,
) -> Vec<(SignIn, Page)> {
    // To make a browser takes a moment, in which those that are there already would have to wait.
    let sign_ins: Vec<(Browser, SignIn)> =
        names.into_iter().map(|name| (Browser::new(service), SignIn::by(name))).collect();
    let all = sign_ins.into_iter().map(|(browser, sign_in)| async move {
        let begun = Instant::now();
        let page = browser.start(&sign_in).await;
        let took = begun.elapsed();
        assert!(took < IN_TIME, "{sign_in:?}: back after {took:?}");
        (sign_in, page)
    });
    join_all(all).await
}

/// The same of a person whom the provider names.
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

/// That a good provider of this service still lets somebody in: what was refused before was refused
/// for its own sake.
async fn a_good_provider_works(service: &Service) {
    let (sign_in, page) = signs_in(service, "good").await;
    let signed_in = sign_in.exchange(&service.client(), &page.code()).await.is(200);
    assert_eq!(signed_in.body["user"]["email"], "good@example.com");
}

async fn nothing_that_cannot_be_verified_is_believed(database: Database) {
    let provider = HostileProvider::start();
    let all =
        UNTRUSTWORTHY.into_iter().chain(["denied", "broken", "other_issuer", "issuer_with_slash"]);
    let options = provider.options(Options::unlimited(), all.chain(["good"]));
    let service = Service::start(&database, options);
    service.sign_in_new(VICTIM, "user").await;
    let before = rows(&database);

    for faults in UNTRUSTWORTHY.chunks(11) {
        let news = all_sign_in(&service, faults.iter().copied());
        let victims = faults.iter().map(|fault| signs_in_as(&service, &provider, fault, VICTIM));
        let (news, victims) = tokio::join!(news, join_all(victims));
        for (fault, (_, page)) in faults.iter().chain(faults).zip(news.into_iter().chain(victims)) {
            println!("{fault}: {}", page.url);
            assert_eq!(page.error(), "PROVIDER_FAILED", "{fault}");
            assert_eq!(page.fragment("code"), None, "{fault}");
        }
    }
    for fault in ["other_issuer", "issuer_with_slash"] {
        assert_eq!(signs_in(&service, fault).await.1.error(), "PROVIDER_FAILED", "{fault}");
        assert_eq!(provider.asked(fault, "authorize"), 0, "no browser is sent there");
    }
    assert_eq!(signs_in(&service, "denied").await.1.error(), "SIGN_IN_CANCELLED");
    assert_eq!(signs_in(&service, "broken").await.1.error(), "PROVIDER_UNAVAILABLE");

    for fault in UNTRUSTWORTHY {
        assert_eq!(provider.asked(fault, "authorize"), 2, "{fault}: it was walked to the end");
        // What the browser brings is judged before the provider gets to see the code.
        let by_browser = ["wrong_iss", "wrong_iss_unannounced", "no_iss"].contains(&fault);
        let tokens = if by_browser { 0 } else { 2 };
        assert_eq!(provider.asked(fault, "token"), tokens, "{fault}");
    }
    assert_eq!(rows(&database), before);
    assert_eq!(database.count("pending_authorizations"), 0);
    a_good_provider_works(&service).await;
}

async fn an_address_that_is_not_vouched_for_leads_nowhere(database: Database) {
    let provider = HostileProvider::start();
    let all = UNPROVEN.into_iter().chain(NONSENSE).chain(["good"]);
    let service = Service::start(&database, provider.options(Options::unlimited(), all));
    let victim = service.sign_in_new(VICTIM, "user").await;
    let before = rows(&database);
    let client = service.client();

    for fault in UNPROVEN {
        let (new, known) = tokio::join!(
            signs_in(&service, fault),
            signs_in_as(&service, &provider, fault, VICTIM)
        );
        for (sign_in, page) in [new, known] {
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

    assert_eq!(rows(&database)[..3], before[..3]);
    client.get_as("/api/v1/users/me", victim.access_token()).await.is(200);
    let own = client.get_as("/api/v1/users/me/identities", victim.access_token()).await.is(200);
    assert_eq!(own.items().len(), 1, "{}", own.text);
    a_good_provider_works(&service).await;
}

async fn a_broken_endpoint_is_told_in_time(database: Database) {
    let provider = HostileProvider::start();
    let broken = at_each_endpoint(BROKEN.map(|(kind, _)| kind));
    let all = names(&broken).chain(INSIDE).chain(["good"]);
    let service = Service::start(&database, provider.options(Options::unlimited(), all));
    service.sign_in_new(VICTIM, "user").await;
    let before = rows(&database);

    // Those that take long come first, all at once. A provider that pours out one answer after the
    // other has to get round to each.
    let (slow, quick) = broken.split_at(3 * ENDPOINTS.len());
    let mut pages = all_sign_in(&service, names(slow)).await;
    for some in quick.chunks(ENDPOINTS.len()) {
        pages.extend(all_sign_in(&service, names(some)).await);
    }
    for (name, (_, page)) in names(&broken).zip(pages) {
        let (kind, endpoint) = name.split_once('_').unwrap();
        println!("{name}: {}", page.url);
        let (_, expected) = BROKEN.iter().find(|(each, _)| *each == kind).unwrap();
        assert_eq!(page.error(), *expected, "{name}");
        assert!(provider.asked(name, endpoint) >= 1, "{name}: the endpoint was asked");
    }
    for name in INSIDE {
        let (_, page) = signs_in(&service, name).await;
        assert_eq!(page.error(), "PROVIDER_FAILED", "{name}");
    }
    assert_eq!(provider.inside_requests(), Vec::<serde_json::Value>::new());
    assert_eq!(rows(&database), before);
    a_good_provider_works(&service).await;
}

/// How much more memory the service may hold during 48 answers of 100 MB at once, in KiB.
const MORE_MEMORY: u64 = 64 * 1024;

/// How much of each leaves the provider before it notices that nobody reads on: what fits into the
/// buffers of two sockets, in bytes.
const MOST_SENT: u64 = 16_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_megabytes_are_not_taken() {
    let provider = HostileProvider::start();
    let huge = at_each_endpoint(["huge", "endless", "heads", "bomb"]);
    let database = Database::sqlite();
    let options = provider.options(Options::unlimited(), names(&huge).chain(["good"]));
    let service = Service::start(&database, options);
    a_good_provider_works(&service).await;

    let before = service.resident_kib();
    let all = all_sign_in(&service, (0..3).flat_map(|_| names(&huge)));
    let most = async {
        let (begun, mut most) = (Instant::now(), before);
        while begun.elapsed() < Duration::from_secs(5) {
            most = most.max(service.resident_kib());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        most
    };
    let (pages, most) = tokio::join!(all, most);
    for (_, page) in pages {
        assert!(page.error().starts_with("PROVIDER_"), "{}", page.url);
    }
    let after = service.resident_kib();
    println!("{before} KiB before, {most} KiB at most, {after} KiB after");
    assert!(most < before + MORE_MEMORY, "{before} KiB before and {most} KiB meanwhile");
    let sent = provider.sent();
    assert!(sent.len() >= 12, "{sent:?}");
    for (path, sent) in sent {
        assert!(sent < MOST_SENT, "{path}: {sent} bytes left the provider");
    }
}

/// The middle one of some times, and the longest.
fn middle_and_longest(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort();
    (times[times.len() / 2], *times.last().unwrap())
}

/// How long it takes to sign in by password, and by a provider that is well, over and over until
/// then.
async fn others(service: &Service, until: Instant) -> [(Duration, Duration); 2] {
    let (mut by_password, mut by_provider) = (Vec::new(), Vec::new());
    while Instant::now() < until {
        let begun = Instant::now();
        service.client().log_in(VICTIM).await.is(200);
        by_password.push(begun.elapsed());
        let begun = Instant::now();
        a_good_provider_works(service).await;
        by_provider.push(begun.elapsed());
    }
    [middle_and_longest(by_password), middle_and_longest(by_provider)]
}

#[tokio::test(flavor = "multi_thread")]
async fn others_sign_in_as_ever_while_a_provider_hangs() {
    let provider = HostileProvider::start();
    let hanging = ["hang_discovery", "hang_token", "drip_token", "stall_jwks"];
    let all = hanging.into_iter().chain(["good"]);
    let database = Database::postgres();
    // As few connections as a service has that counts on not waiting with one in its hands.
    let options = Options::unlimited().with("DATABASE__MAX_CONNECTIONS", "5");
    let service = Service::start(&database, provider.options(options, all));
    service.sign_in_new(VICTIM, "user").await;
    a_good_provider_works(&service).await;

    let idle = others(&service, Instant::now() + Duration::from_secs(2)).await;
    let crowd = hanging.into_iter().flat_map(|name| (0..20).map(move |_| name));
    let crowd = all_sign_in(&service, crowd);
    let until = Instant::now() + Duration::from_secs(8);
    let (pages, busy) = tokio::join!(crowd, others(&service, until));
    for (_, page) in pages {
        assert_eq!(page.error(), "PROVIDER_UNAVAILABLE");
    }
    for (way, idle, busy) in [("password", idle[0], busy[0]), ("provider", idle[1], busy[1])] {
        println!("by {way}: middle and longest {idle:?} idle, {busy:?} while others hang");
        assert!(busy.0 < 3 * idle.0 + Duration::from_millis(100), "by {way}: {busy:?}");
        assert!(busy.1 < Duration::from_secs(3), "by {way}: {busy:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_has_recovered_is_used_again() {
    let provider = HostileProvider::start();
    let database = Database::sqlite();
    let options = provider.options(Options::unlimited(), ["turning", "good"]);
    let service = Service::start(&database, options);
    let comes_in = async || {
        let (sign_in, page) = signs_in(&service, "turning").await;
        sign_in.exchange(&service.client(), &page.code()).await.is(200);
    };
    for fault in ["error_discovery", "html_discovery", "no_keys", "error_token", "error_jwks"] {
        provider.tell("turning", fault);
        let (_, page) = signs_in(&service, "turning").await;
        // What it said while it was well may still be known.
        println!("{fault}: {}", page.url);
        provider.tell("turning", "well");
        comes_in().await;
    }
    provider.tell("turning", "hang_token");
    assert_eq!(signs_in(&service, "turning").await.1.error(), "PROVIDER_UNAVAILABLE");
    provider.tell("turning", "well");
    comes_in().await;
}
