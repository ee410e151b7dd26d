use bookplate_domain::identities::{
    Assertion, CompleteAuthorization, FailureReason, ProviderAnswer, ProviderError,
};

use super::{ada, coming_back, name, with_code, with_error};
use crate::world::{ADA, MINUTE, OTHER_APP, World};

/// Brings an answer back, and answers the error with which the browser goes to the front end.
async fn brings(world: &World, answer: ProviderAnswer) -> &'static str {
    let mut command = world.to_acme();
    command.redirect_to = Some(OTHER_APP.to_owned());
    let away = world.send(command).await;
    world.acme.collect();
    let back = CompleteAuthorization { answer, ..coming_back(&away) };
    let (page, error) = with_error(world.complete(back).await);
    assert_eq!(page, OTHER_APP, "the page that the browser was to go to");
    assert!(world.acme.collect().is_empty(), "there is nothing to ask the provider");

    // It was spent with that.
    let again = with_error(world.complete(coming_back(&away)).await);
    assert_eq!(again.1, "INVALID_STATE");
    error
}

#[tokio::test]
async fn what_the_provider_says_instead_of_a_code_is_told_in_our_words() {
    let world = World::new().await;
    world.acme.say(ada());
    for (told, error) in [
        ("access_denied", "SIGN_IN_CANCELLED"),
        ("temporarily_unavailable", "PROVIDER_UNAVAILABLE"),
        ("server_error", "PROVIDER_UNAVAILABLE"),
        ("invalid_scope", "PROVIDER_FAILED"),
        ("login_required", "PROVIDER_FAILED"),
        ("access_denied ", "PROVIDER_FAILED"),
        ("", "PROVIDER_FAILED"),
        ("ä\n\0<script>", "PROVIDER_FAILED"),
    ] {
        let answer = ProviderAnswer::Error(told.to_owned());
        assert_eq!(brings(&world, answer).await, error, "{told:?}");
    }
    assert_eq!(brings(&world, ProviderAnswer::Error("é".repeat(100_000))).await, "PROVIDER_FAILED");
    assert_eq!(brings(&world, ProviderAnswer::Nothing).await, "PROVIDER_FAILED");
    assert!(world.user(ADA).await.is_none());
}

#[tokio::test]
async fn little_is_kept_of_the_name_that_a_provider_gives_an_error() {
    let world = World::new().await;
    let away = world.away().await;
    let answer = ProviderAnswer::Error(format!("x\r\nSet-Cookie: a=b{}", "y".repeat(1000)));
    let completed = world.complete(CompleteAuthorization { answer, ..coming_back(&away) }).await;
    let bookplate_domain::identities::Completed::Failed(failure) = completed else {
        panic!("it was to fail");
    };
    assert_eq!(failure.provider, Some(name("acme")));
    let FailureReason::Provider(ProviderError::Untrustworthy(why)) = failure.reason else {
        panic!("{:?}", failure.reason);
    };
    let why = why.to_string();
    assert!(why.len() < 150 && why.contains("xSetCookieab"), "{why}");
}

#[tokio::test]
async fn a_provider_that_fails_has_spent_the_state_and_leaves_nothing() {
    let world = World::new().await;
    world.acme.say(ada());
    for (failure, code) in [
        (ProviderError::Unavailable("no answer within ten seconds".into()), "PROVIDER_UNAVAILABLE"),
        (ProviderError::Untrustworthy("another nonce".into()), "PROVIDER_FAILED"),
    ] {
        let away = world.away().await;
        world.acme.fail_next(failure);
        assert_eq!(with_error(world.complete(coming_back(&away)).await).1, code);
        // The provider would say it now.
        let again = with_error(world.complete(coming_back(&away)).await).1;
        assert_eq!(again, "INVALID_STATE");
    }
    world.clock.advance(60 * MINUTE);
    assert_eq!(world.app.identities.purge_authorizations().await.unwrap(), 0);
    assert!(world.user(ADA).await.is_none());
    assert!(world.trail().is_empty());
}

#[tokio::test]
async fn one_provider_that_fails_troubles_no_other() {
    let world = World::new().await;
    let away = world.away().await;
    world.acme.fail_next(ProviderError::Unavailable("no answer".into()));
    with_error(world.complete(coming_back(&away)).await);
    let code = world.code_of_globex(Assertion { name: None, ..ada() }).await;
    world.enter(&code).await.unwrap();
    let away = world.away().await;
    world.acme.say(ada());
    with_code(world.complete(coming_back(&away)).await);
}
