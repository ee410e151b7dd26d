use std::{future::Future, pin::pin, time::Duration};

use bookplate_domain::identities::{IdentityProvider, ProviderError};
use futures::future::{Either, select, select_all};
use serde_json::Value;
use tokio::{
    net::{TcpSocket, TcpStream},
    time::Instant,
};

use super::{
    github::GitHub,
    hasty_http, http, http_within,
    issuer::{DISCOVERY, Issuer},
    response, secrets,
    server::Answer,
    unavailable,
};

fn ways_to_hang() -> [Answer; 3] {
    [Answer::Silence, Answer::Head, Answer::Drip(Duration::from_millis(50))]
}

/// It ends, says so, and has not taken the ten seconds of the ordinary client.
async fn ends<T: std::fmt::Debug>(call: impl Future<Output = Result<T, ProviderError>>) {
    let begun = Instant::now();
    unavailable(call.await);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn an_issuer_that_hangs_anywhere_is_not_waited_for() {
    for path in [DISCOVERY, "/jwks", "/token", "/userinfo"] {
        for answer in ways_to_hang() {
            let issuer = Issuer::start().await;
            issuer.claims(issuer.claims_but("email", Value::Null));
            issuer.server.answer(path, answer);
            ends(issuer.provider_over(hasty_http()).identify(&response(), &secrets())).await;
        }
    }
}

#[tokio::test]
async fn an_issuer_that_hangs_is_found_as_soon_as_it_does_not() {
    let issuer = Issuer::start().await;
    // Long enough for one that is well, on a busy machine.
    let provider = issuer.provider_over(http_within(Duration::from_millis(1500)));
    issuer.server.answer(DISCOVERY, Answer::Silence);
    ends(provider.authorization_url(&secrets(), None)).await;
    ends(provider.check()).await;
    issuer.server.json(DISCOVERY, &issuer.metadata());
    provider.authorization_url(&secrets(), None).await.unwrap();
}

#[tokio::test]
async fn all_requests_of_a_call_share_its_time() {
    let issuer = Issuer::start().await;
    issuer.claims(issuer.claims_but("email", Value::Null));
    // Each is answered within the time of one, all together are not.
    let slow = |path: &str, body: &Value| {
        issuer.server.answer(path, Answer::Late(Duration::from_millis(180), body.to_string()));
    };
    slow(DISCOVERY, &issuer.metadata());
    slow("/jwks", &serde_json::json!({"keys": [issuer.signer.jwk()]}));
    slow("/userinfo", &serde_json::json!({"sub": "248289761001"}));
    ends(issuer.provider_over(hasty_http()).identify(&response(), &secrets())).await;
    issuer.identify().await.unwrap();
}

#[tokio::test]
async fn one_that_hangs_delays_nobody_else() {
    let hanging = Issuer::start().await;
    hanging.server.answer(DISCOVERY, Answer::Silence);
    let good = Issuer::start().await;
    let http = http();
    let (stuck, fine) = (hanging.provider_over(http.clone()), good.provider_over(http));
    let (response, secrets) = (response(), secrets());
    let waiting = select_all((0..20).map(|_| stuck.identify(&response, &secrets)));
    let served = pin!(async {
        for _ in 0..3 {
            fine.identify(&response, &secrets).await.unwrap();
        }
    });
    // Those who wait are there first.
    if let Either::Left(((result, ..), _)) = select(waiting, served).await {
        panic!("one that hangs ended before all that do not: {result:?}");
    }
}

#[tokio::test]
async fn a_host_that_takes_no_connection_is_not_waited_for() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    // Nobody accepts these, and there is no room for more.
    let mut queue = Vec::new();
    while let Ok(Ok(stream)) =
        tokio::time::timeout(Duration::from_millis(100), TcpStream::connect(address)).await
    {
        queue.push(stream);
    }
    let issuer = Issuer::start().await;
    let mut options = issuer.options();
    options.issuer = format!("http://{address}");
    let provider = crate::OpenIdProvider::new(options, hasty_http(), issuer.clock.clone()).unwrap();
    ends(provider.check()).await;
}

#[tokio::test]
async fn github_that_hangs_anywhere_is_not_waited_for() {
    for path in [GitHub::TOKEN, GitHub::USER, GitHub::EMAILS] {
        for answer in ways_to_hang() {
            let github = GitHub::start().await;
            github.server.answer(path, answer);
            ends(github.provider_over(hasty_http()).identify(&response(), &secrets())).await;
        }
    }
    let github = GitHub::start().await;
    github.server.answer(GitHub::ROOT, Answer::Silence);
    ends(github.provider_over(hasty_http()).check()).await;
}
