//! Ways back that are none: nobody is asked for those.

use bookplate_domain::{
    identities::{AuthorizationFailure, CompleteAuthorization, Completed, PendingAuthorization},
    users::TokenPurpose,
};
use bookplate_testkit::{an_authorization_id, doubles::Asked};
use secrecy::SecretString;

use super::{GLOBEX, ada, coming_back, name, with_code};
use crate::world::{APP, MILLISECOND, OTHER_APP, World};

/// Comes back in vain: to the first page of the list, and the provider is not asked.
async fn is_lost(world: &World, back: CompleteAuthorization) {
    world.acme.collect();
    world.globex.collect();
    let completed = world.complete(back).await;
    let Completed::Failed(AuthorizationFailure { redirect_to, provider, reason }) = completed
    else {
        panic!("it was to fail");
    };
    assert_eq!((redirect_to.as_str(), reason.code()), (APP, "INVALID_STATE"));
    assert_eq!(provider, None);
    assert!(world.acme.collect().is_empty() && world.globex.collect().is_empty());
}

/// A world with a browser that was sent to Acme, and wants to another page than the first.
async fn with_a_browser_away() -> (World, super::Away) {
    let world = World::new().await;
    world.acme.say(ada());
    world.globex.say(ada());
    let mut command = world.to_acme();
    command.redirect_to = Some(OTHER_APP.to_owned());
    let away = world.send(command).await;
    (world, away)
}

#[tokio::test]
async fn a_state_works_once() {
    let (world, away) = with_a_browser_away().await;
    with_code(world.complete(coming_back(&away)).await);
    for _ in 0..2 {
        is_lost(&world, coming_back(&away)).await;
    }
}

#[tokio::test]
async fn a_state_works_in_its_own_browser_only_and_others_do_not_spend_it() {
    let (world, away) = with_a_browser_away().await;
    let other = world.away().await;
    let issue =
        |purpose| world.ports.opaque_tokens.issue(purpose, an_authorization_id().as_uuid(), 0);
    let elsewhere: [Option<SecretString>; 5] = [
        None,
        Some("".into()),
        Some(other.browser),
        Some(issue(TokenPurpose::OauthBrowser)),
        Some(away.state.clone()),
    ];
    for browser in elsewhere {
        is_lost(&world, CompleteAuthorization { browser, ..coming_back(&away) }).await;
    }
    let (page, _) = with_code(world.complete(coming_back(&away)).await);
    assert_eq!(page, OTHER_APP);
}

#[tokio::test]
async fn a_state_of_one_provider_is_none_of_another_and_is_not_spent_there() {
    let (world, away) = with_a_browser_away().await;
    let provider = name(GLOBEX);
    is_lost(&world, CompleteAuthorization { provider, ..coming_back(&away) }).await;
    with_code(world.complete(coming_back(&away)).await);
}

#[tokio::test]
async fn somebody_may_take_ten_minutes_at_the_provider_and_no_more() {
    for (time, comes_back) in [
        (PendingAuthorization::LIFETIME - MILLISECOND, true),
        (PendingAuthorization::LIFETIME, false),
    ] {
        let (world, away) = with_a_browser_away().await;
        world.clock.advance(time);
        if comes_back {
            with_code(world.complete(coming_back(&away)).await);
        } else {
            is_lost(&world, coming_back(&away)).await;
        }
    }
    assert_eq!(PendingAuthorization::LIFETIME.as_secs(), 600);
}

#[tokio::test]
async fn what_is_no_state_of_ours_leads_nowhere() {
    let (world, away) = with_a_browser_away().await;
    let Asked::ForUrl(secrets, _) = world.acme.collect().remove(0) else { panic!("it was sent") };
    let issue =
        |purpose| world.ports.opaque_tokens.issue(purpose, an_authorization_id().as_uuid(), 0);
    for state in [
        None,
        Some("".into()),
        Some("bp_os_".into()),
        Some(issue(TokenPurpose::OauthState)),
        Some(secrets.nonce),
        Some(secrets.code_verifier),
        Some(away.browser.clone()),
    ] {
        is_lost(&world, CompleteAuthorization { state, ..coming_back(&away) }).await;
    }
    with_code(world.complete(coming_back(&away)).await);
}
