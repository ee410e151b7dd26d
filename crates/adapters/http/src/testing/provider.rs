//! A provider, and the way of a browser there and back.

use std::sync::Arc;

use actix_web::http::Method;
use bookplate_domain::{
    identities::{
        Assertion, CodeChallenge, CodeChallenges, CodeVerifier, Identity, Provider, ProviderKind,
        ProviderName,
    },
    shared::UserId,
    store::Store,
};
use bookplate_testkit::{
    a_moment, an_assertion,
    doubles::{PlainCodeChallenges, ScriptedProvider},
};

use super::{World, email, request};
use crate::edge::BrowserCookie;

/// The name of the one provider.
pub(crate) const PROVIDER: &str = "acme";
/// The page of the front end that browsers come back to.
pub(crate) const SIGNED_IN: &str = "https://app.example.com/signed-in";
/// What the front end keeps for itself.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// The provider as it is offered.
pub(crate) fn acme(adapter: Arc<ScriptedProvider>) -> Provider {
    let name = ProviderName::parse(PROVIDER).unwrap();
    let (kind, title) = (ProviderKind::OpenIdConnect, "Acme".to_owned());
    Provider { name, kind, title, adapter }
}

pub(crate) fn challenge() -> CodeChallenge {
    PlainCodeChallenges.s256(&CodeVerifier::parse(VERIFIER).unwrap())
}

/// The way to the provider.
pub(crate) fn start_path() -> String {
    format!("/api/v1/auth/oauth/{PROVIDER}/start?codeChallenge={}", challenge().as_str())
}

/// What a browser has after it was sent to the provider.
pub(crate) struct AtProvider {
    pub(crate) state: String,
    /// The cookie, as the browser sends it.
    pub(crate) cookie: String,
}

impl World {
    /// What the provider says of somebody who has this address.
    pub(crate) fn provider_knows(&self, address: &str) -> Assertion {
        let assertion = Assertion { email: Some(email(address)), ..an_assertion() };
        self.provider.say(assertion.clone());
        assertion
    }

    /// A browser is sent to the provider.
    pub(crate) async fn start(&self) -> AtProvider {
        let answer = self.send(request(Method::GET, &start_path())).await.is(302);
        let (url, cookie) = (answer.header("location"), answer.header("set-cookie"));
        let (_, state) = url.split_once("state=").unwrap();
        let state = state.split('&').next().unwrap().to_owned();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        assert!(cookie.starts_with(BrowserCookie::NAME), "{cookie}");
        AtProvider { state, cookie }
    }

    /// A browser comes back, and goes to the answered page.
    pub(crate) async fn come_back(&self, way: &AtProvider) -> String {
        let path = format!("/api/v1/auth/oauth/{PROVIDER}/callback?code=c&state={}", way.state);
        let back = request(Method::GET, &path).insert_header(("cookie", way.cookie.as_str()));
        let answer = self.send(back).await.is(302);
        answer.header("location").to_owned()
    }

    /// The one-time code of somebody who has this address, and for whom the provider vouches.
    pub(crate) async fn one_time_code(&self, address: &str) -> String {
        self.provider_knows(address);
        let page = self.come_back(&self.start().await).await;
        page.strip_prefix(&format!("{SIGNED_IN}#code=")).unwrap().to_owned()
    }

    /// Links an identity of the provider to an account.
    pub(crate) async fn linked(&self, user: UserId) -> Assertion {
        let assertion = an_assertion();
        let identity = Identity {
            user_id: user,
            provider: ProviderName::parse(PROVIDER).unwrap(),
            issuer: assertion.issuer.clone(),
            subject: assertion.subject.clone(),
            email: assertion.email.clone(),
            created_at: a_moment(),
        };
        let mut tx = self.store.begin().await.unwrap();
        tx.identities().insert(&identity).await.unwrap();
        tx.commit().await.unwrap();
        assertion
    }
}
