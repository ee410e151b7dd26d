use bookplate_domain::{
    identities::{IdentityError, ProviderError, StartAuthorization, Started},
    shared::FieldCode,
    users::TokenPurpose,
};
use bookplate_testkit::{
    an_authorization_id,
    doubles::{Asked, ScriptedProvider},
};
use secrecy::ExposeSecret;

use super::{coming_back, name, with_code, with_error};
use crate::world::{APP, MINUTE, OTHER_APP, World};

#[tokio::test]
async fn the_browser_is_sent_with_secrets_that_nobody_else_has() {
    let world = World::new().await;
    let [one, other] = [world.away().await, world.away().await];
    assert!(one.url.starts_with(ScriptedProvider::URL), "{}", one.url);
    let secrets: Vec<String> = world
        .acme
        .collect()
        .into_iter()
        .flat_map(|asked| match asked {
            Asked::ForUrl(secrets, _) => [secrets.state, secrets.nonce, secrets.code_verifier],
            other => panic!("{other:?}"),
        })
        .map(|secret| secret.expose_secret().to_owned())
        .collect();
    assert_eq!(secrets.len(), 6);
    for (place, secret) in secrets.iter().enumerate() {
        assert!(!secrets[..place].contains(secret), "each is another: {secrets:?}");
    }
    assert_eq!(
        [&secrets[0], &secrets[3]],
        [one.state.expose_secret(), other.state.expose_secret()]
    );
    assert!(!one.url.contains(&secrets[2]), "the verifier stays here");
    assert!(world.globex.collect().is_empty());
    assert!(world.trail().is_empty(), "nobody was signed in");
}

#[tokio::test]
async fn only_a_page_that_is_on_the_list_to_the_letter_is_gone_to() {
    let world = World::new().await;
    for page in [APP, OTHER_APP] {
        let redirect_to = Some(page.to_owned());
        let away = world.send(StartAuthorization { redirect_to, ..world.to_acme() }).await;
        world.acme.say(super::ada());
        assert_eq!(with_code(world.complete(coming_back(&away)).await).0, page);
    }
    world.acme.collect();
    for page in [
        "",
        "https://app.example.com",
        "https://app.example.com/signed-in/",
        "https://app.example.com/signed-in?next=/",
        "https://app.example.com/signed-in#code=",
        "https://APP.example.com/signed-in",
        "http://app.example.com/signed-in",
        "https://app.example.com:443/signed-in",
        "https://app.example.com@evil.example/signed-in",
        "https://app.example.com/signed-in/../evil",
        " https://app.example.com/signed-in",
        "//app.example.com/signed-in",
        "/signed-in",
    ] {
        let command = StartAuthorization { redirect_to: Some(page.into()), ..world.to_acme() };
        let refused = world.app.identities.start_authorization(command).await;
        let Err(IdentityError::Invalid(errors)) = refused else { panic!("{page}: {refused:?}") };
        assert_eq!((errors.0[0].field.as_str(), errors.0.len()), ("redirectTo", 1), "{page}");
        assert_eq!(errors.0[0].invalid.code, FieldCode::NotAllowed, "{page}");
    }
    assert!(world.acme.collect().is_empty(), "nobody is asked for those");
}

#[tokio::test]
async fn without_a_wish_it_is_the_first_page_of_the_list() {
    let world = World::new().await;
    world.acme.say(super::ada());
    let away = world.away().await;
    assert_eq!(with_code(world.complete(coming_back(&away)).await).0, APP);
}

#[tokio::test]
async fn without_any_page_nobody_is_sent_away() {
    let world = World::with(|policy| policy.providers.redirect_targets.clear()).await;
    let refused = world.app.identities.start_authorization(world.to_acme()).await;
    assert!(matches!(refused, Err(IdentityError::Invalid(_))), "{refused:?}");
}

#[tokio::test]
async fn a_provider_that_is_not_configured_is_none() {
    let world = World::new().await;
    for unknown in ["initech", "acme2", "acm"] {
        let command = StartAuthorization { provider: name(unknown), ..world.to_acme() };
        let refused = world.app.identities.start_authorization(command).await;
        assert!(matches!(refused, Err(IdentityError::NotFound)), "{refused:?}");
    }
}

#[tokio::test]
async fn a_provider_that_is_down_sends_the_browser_back_at_once_and_nothing_is_written() {
    let world = World::new().await;
    for (error, code) in [
        (ProviderError::Unavailable("refused".into()), "PROVIDER_UNAVAILABLE"),
        (ProviderError::Untrustworthy("another issuer".into()), "PROVIDER_FAILED"),
    ] {
        world.acme.fail_next(error);
        let redirect_to = Some(OTHER_APP.to_owned());
        let command = StartAuthorization { redirect_to, ..world.to_acme() };
        let Started::Failed(failure) =
            world.app.identities.start_authorization(command).await.unwrap()
        else {
            panic!("the provider is down");
        };
        assert_eq!(failure.provider, Some(name("acme")));
        assert_eq!((failure.redirect_to.as_str(), failure.reason.code()), (OTHER_APP, code));
    }
    world.clock.advance(60 * MINUTE);
    assert_eq!(world.app.identities.purge_authorizations().await.unwrap(), 0);
    world.away().await;
}

#[tokio::test]
async fn a_browser_whose_cookie_is_known_keeps_it_and_both_its_tabs_come_back() {
    let world = World::new().await;
    world.acme.say(super::ada());
    let first = world.away().await;
    let browser = Some(first.browser.clone());
    let second = world.send(StartAuthorization { browser, ..world.to_acme() }).await;
    assert_eq!(second.browser.expose_secret(), first.browser.expose_secret());
    assert_ne!(second.state.expose_secret(), first.state.expose_secret());
    for tab in [&second, &first] {
        with_code(world.complete(coming_back(tab)).await);
    }
}

#[tokio::test]
async fn a_cookie_that_is_none_of_ours_is_replaced() {
    let world = World::new().await;
    world.acme.say(super::ada());
    let issue =
        |purpose| world.ports.opaque_tokens.issue(purpose, an_authorization_id().as_uuid(), 0);
    let genuine = world.away().await.browser;
    let forged = format!("{}0", genuine.expose_secret());
    for foreign in [
        forged.into(),
        "".into(),
        "bp_ob_".into(),
        issue(TokenPurpose::OauthState),
        issue(TokenPurpose::OauthCode),
        issue(TokenPurpose::Refresh),
    ] {
        let browser = Some(foreign.clone());
        let away = world.send(StartAuthorization { browser, ..world.to_acme() }).await;
        assert_ne!(away.browser.expose_secret(), foreign.expose_secret());
        let mut back = coming_back(&away);
        back.browser = Some(foreign);
        let (_, error) = with_error(world.complete(back).await);
        assert_eq!(error, "INVALID_STATE");
        with_code(world.complete(coming_back(&away)).await);
    }
}
