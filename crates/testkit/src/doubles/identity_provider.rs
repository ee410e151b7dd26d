use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use bookplate_domain::identities::{
    Assertion, AuthorizationResponse, AuthorizationSecrets, IdentityProvider, Prompt, ProviderError,
};
use secrecy::ExposeSecret;

/// A provider that says what it was told to say, and keeps what it was asked. Nobody is there: the
/// browser brings back whatever code it likes.
#[derive(Debug, Default)]
pub struct ScriptedProvider {
    script: Mutex<Script>,
}

#[derive(Debug, Default)]
struct Script {
    assertion: Option<Assertion>,
    failure: Option<ProviderError>,
    asked: Vec<Asked>,
}

/// What a [`ScriptedProvider`] was asked.
#[derive(Clone, Debug)]
pub enum Asked {
    /// Where to send a browser.
    ForUrl(AuthorizationSecrets, Option<Prompt>),
    /// Who came back.
    WhoCameBack(AuthorizationResponse, AuthorizationSecrets),
    /// Whether it is there.
    WhetherItIsThere,
}

impl ScriptedProvider {
    /// Where it sends browsers, before the query with `state` and `nonce`.
    pub const URL: &str = "https://provider.example/authorize";

    /// Says this of everybody who comes back from now on.
    pub fn say(&self, assertion: Assertion) {
        self.script().assertion = Some(assertion);
    }

    /// Fails the next time it is asked something, whatever that is.
    pub fn fail_next(&self, error: ProviderError) {
        self.script().failure = Some(error);
    }

    /// What it was asked since the last call, oldest first.
    pub fn collect(&self) -> Vec<Asked> {
        std::mem::take(&mut self.script().asked)
    }

    fn ask(&self, question: Asked) -> Result<MutexGuard<'_, Script>, ProviderError> {
        let mut script = self.script();
        script.asked.push(question);
        match script.failure.take() {
            Some(error) => Err(error),
            None => Ok(script),
        }
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl IdentityProvider for ScriptedProvider {
    async fn authorization_url(
        &self,
        secrets: &AuthorizationSecrets,
        prompt: Option<Prompt>,
    ) -> Result<String, ProviderError> {
        drop(self.ask(Asked::ForUrl(secrets.clone(), prompt))?);
        let (state, nonce) = (secrets.state.expose_secret(), secrets.nonce.expose_secret());
        Ok(format!("{}?state={state}&nonce={nonce}", Self::URL))
    }

    async fn identify(
        &self,
        response: &AuthorizationResponse,
        secrets: &AuthorizationSecrets,
    ) -> Result<Assertion, ProviderError> {
        let script = self.ask(Asked::WhoCameBack(response.clone(), secrets.clone()))?;
        let unprepared = || ProviderError::Untrustworthy("it was not told what to say".into());
        script.assertion.clone().ok_or_else(unprepared)
    }

    async fn check(&self) -> Result<(), ProviderError> {
        self.ask(Asked::WhetherItIsThere).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{an_assertion, run};

    fn secrets() -> AuthorizationSecrets {
        let (state, nonce) = ("the-state".into(), "the-nonce".into());
        AuthorizationSecrets { state, nonce, code_verifier: "the-verifier".into() }
    }

    fn response() -> AuthorizationResponse {
        AuthorizationResponse { code: "a-code".into(), issuer: None }
    }

    #[test]
    fn the_script_is_followed_and_what_was_asked_is_kept() {
        run(async {
            let provider = ScriptedProvider::default();
            let url = provider.authorization_url(&secrets(), None).await.unwrap();
            let expected = "https://provider.example/authorize?state=the-state&nonce=the-nonce";
            assert_eq!(url, expected, "the verifier is not in it");

            let assertion = an_assertion();
            assert!(provider.identify(&response(), &secrets()).await.is_err());
            provider.say(assertion.clone());
            for _ in 0..2 {
                let said = provider.identify(&response(), &secrets()).await.unwrap();
                assert_eq!(said, assertion);
            }
            let asked = provider.collect();
            let [Asked::ForUrl(..), .., Asked::WhoCameBack(response, secrets)] = &asked[..] else {
                panic!("{asked:?}");
            };
            assert_eq!(asked.len(), 4);
            assert_eq!(response.code.expose_secret(), "a-code");
            assert_eq!(secrets.code_verifier.expose_secret(), "the-verifier");
            assert!(provider.collect().is_empty());
        });
    }

    #[test]
    fn one_question_fails_and_the_next_does_not() {
        run(async {
            let provider = ScriptedProvider::default();
            provider.say(an_assertion());
            provider.fail_next(ProviderError::Unavailable("it is down".into()));
            let refused = provider.check().await;
            assert!(matches!(refused, Err(ProviderError::Unavailable(_))), "{refused:?}");
            provider.check().await.unwrap();
            provider.fail_next(ProviderError::Untrustworthy("it lies".into()));
            let refused = provider.identify(&response(), &secrets()).await;
            assert!(matches!(refused, Err(ProviderError::Untrustworthy(_))), "{refused:?}");
            provider.identify(&response(), &secrets()).await.unwrap();
        });
    }
}
