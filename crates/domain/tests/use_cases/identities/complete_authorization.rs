use bookplate_domain::{
    identities::{AuthorizationResponse, CompleteAuthorization, IdentityError, ProviderAnswer},
    users::TokenPurpose,
};
use bookplate_testkit::doubles::Asked;
use secrecy::ExposeSecret;

use super::{GLOBEX, ada, coming_back, name, with_code};
use crate::world::{ADA, APP, World};

#[tokio::test]
async fn whoever_comes_back_brings_a_one_time_code_and_nobody_is_signed_in_yet() {
    let world = World::new().await;
    world.acme.say(ada());
    let away = world.away().await;
    let (page, code) = with_code(world.complete(coming_back(&away)).await);
    assert_eq!(page, APP);
    let tokens = &world.ports.opaque_tokens;
    assert!(tokens.open(TokenPurpose::OauthCode, code.expose_secret()).is_some());
    assert!(world.user(ADA).await.is_none());
    assert!(world.linked_to(&ada()).await.is_none());
    assert!(world.trail().is_empty());
    assert!(world.letters().await.is_empty());
}

#[tokio::test]
async fn the_provider_is_asked_with_what_the_browser_brought_and_the_secrets_of_its_own_way() {
    let world = World::new().await;
    world.acme.say(ada());
    let [_, away, _] = [world.away().await, world.away().await, world.away().await];
    let Asked::ForUrl(sent, _) = world.acme.collect().remove(1) else { panic!("it was sent") };
    let response = AuthorizationResponse {
        code: "4/P7q7W91".into(),
        issuer: Some("https://id.acme.example".to_owned()),
    };
    let answer = ProviderAnswer::Code(response.clone());
    with_code(world.complete(CompleteAuthorization { answer, ..coming_back(&away) }).await);
    let asked = world.acme.collect();
    let [Asked::WhoCameBack(brought, secrets)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(brought.code.expose_secret(), response.code.expose_secret());
    assert_eq!(brought.issuer, response.issuer);
    for (one, other) in [
        (&secrets.state, &sent.state),
        (&secrets.nonce, &sent.nonce),
        (&secrets.code_verifier, &sent.code_verifier),
    ] {
        assert_eq!(one.expose_secret(), other.expose_secret());
    }
}

#[tokio::test]
async fn there_is_no_way_back_from_a_provider_that_is_not_configured() {
    let world = World::new().await;
    let away = world.away().await;
    let back = CompleteAuthorization { provider: name("initech"), ..coming_back(&away) };
    let refused = world.app.identities.complete_authorization(back).await;
    assert!(matches!(refused, Err(IdentityError::NotFound)), "{refused:?}");
    // One that is no longer configured is none, either.
    let node = world.node(|ports| ports.providers = ports.providers[1..].into());
    let refused = node.identities.complete_authorization(coming_back(&away)).await;
    assert!(matches!(refused, Err(IdentityError::NotFound)), "{refused:?}");
    world.acme.say(ada());
    with_code(world.complete(coming_back(&away)).await);
}

#[tokio::test]
async fn each_provider_speaks_for_its_own_people_only() {
    let world = World::new().await;
    let acme = world.sign_in(ada()).await.unwrap();
    let code = world.code_of_globex(super::at_globex("248289761001", "eve@example.com")).await;
    let globex = world.enter(&code).await.unwrap();
    assert_ne!(acme.user.id, globex.user.id);
    assert_eq!(world.identities_of(globex.user.id).await[0].provider, name(GLOBEX));
}
