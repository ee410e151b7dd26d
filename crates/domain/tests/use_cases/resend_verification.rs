use std::{num::NonZeroU32, time::Duration};

use bookplate_domain::{audit::EventKind, limits::Rule, users::UserError};
use bookplate_testkit::doubles::PlainLimiter;

use crate::world::{
    ADA, DAY, MILLISECOND, MINUTE, OTHER_PASSWORD, PASSWORD, World, verification_optional,
};

#[tokio::test]
async fn the_new_link_works_and_the_older_is_dead() {
    let world = World::new().await;
    let older = world.registered(ADA, PASSWORD).await;
    world.clock.advance(MINUTE);
    world.resend("ADA@example.com").await.unwrap();
    let newer = world.token_of_the_mail().await;

    let dead = world.verify(&older).await;
    assert!(matches!(dead, Err(UserError::TokenInvalid)), "{dead:?}");
    world.clock.advance(DAY - MILLISECOND);
    world.verify(&newer).await.unwrap();
    world.log_in(ADA, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn of_several_registrations_the_newest_gets_the_new_link() {
    let world = World::new().await;
    let first = world.registered(ADA, PASSWORD).await;
    world.clock.advance(MINUTE);
    let second = world.registered(ADA, OTHER_PASSWORD).await;
    world.resend(ADA).await.unwrap();
    let newer = world.token_of_the_mail().await;

    let dead = world.verify(&second).await;
    assert!(matches!(dead, Err(UserError::TokenInvalid)), "{dead:?}");
    world.verify(&newer).await.unwrap();
    world.log_in(ADA, OTHER_PASSWORD).await.unwrap();
    let rival = world.verify(&first).await;
    assert!(matches!(rival, Err(UserError::TokenInvalid)), "{rival:?}");
}

#[tokio::test]
async fn an_unverified_account_gets_a_new_link_and_the_older_is_dead() {
    let world = World::with(verification_optional).await;
    let older = world.registered(ADA, PASSWORD).await;
    world.resend("ada@example.com").await.unwrap();
    let letters = world.letters().await;
    assert_eq!(letters[0].to, ADA, "mail goes to the address as its owner wrote it");
    let newer = letters[0].token.clone().unwrap();

    let dead = world.verify(&older).await;
    assert!(matches!(dead, Err(UserError::TokenInvalid)), "{dead:?}");
    world.verify(&newer).await.unwrap();
}

#[tokio::test]
async fn whatever_is_known_of_the_address_the_answer_and_the_trail_are_the_same() {
    let world = World::new().await;
    world.account().await;
    world.registered("late@example.com", PASSWORD).await;
    world.clock.advance(DAY);
    for address in [ADA, "late@example.com", "nobody@example.com"] {
        world.resend(address).await.unwrap();
        assert!(world.letters().await.is_empty(), "{address} owes no proof");
        assert_eq!(world.trail().pop(), Some(EventKind::VerificationRequested));
    }
}

#[tokio::test]
async fn one_mailbox_is_not_asked_about_without_end() {
    let (two, hour) = (NonZeroU32::new(2).unwrap(), Duration::from_secs(3600));
    let limits = PlainLimiter::default().with(Rule::ResendVerification, two, hour);
    let world = World::limited(|_| (), limits).await;
    for spelling in [ADA, "ada@example.com"] {
        world.resend(spelling).await.unwrap();
    }
    let refused = world.resend("ADA@EXAMPLE.COM").await;
    let Err(UserError::LimitReached(limit)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(limit.rule, Rule::ResendVerification);
    world.resend("eve@example.com").await.unwrap();
}
