use std::{num::NonZeroU32, time::Duration};

use bookplate_domain::{
    audit::EventKind,
    limits::Rule,
    mail::Mail,
    sessions::{EndReason, SessionError},
    shared::FieldCode,
    users::UserError,
};
use bookplate_testkit::doubles::PlainLimiter;

use crate::world::{
    ADA, MILLISECOND, MINUTE, OTHER_PASSWORD, PASSWORD, World, verification_optional,
};

const LIFETIME: Duration = Duration::from_secs(30 * 60);

#[tokio::test]
async fn a_stranger_who_spends_the_mails_leaves_the_owner_a_link_that_works() {
    let two = NonZeroU32::new(2).unwrap();
    let limits = PlainLimiter::default().with(Rule::PasswordResetMail, two, 2 * LIFETIME);
    let world = World::limited(|_| (), limits).await;
    world.account().await;
    for _ in 0..2 {
        world.request_reset(ADA).await.unwrap();
    }
    world.letters().await.pop().unwrap();
    world.request_reset(ADA).await.unwrap();
    assert!(world.letters().await.is_empty(), "more are left out in silence");

    let world = World::limited(
        |_| (),
        PlainLimiter::default().with(Rule::PasswordResetMail, NonZeroU32::MIN, 2 * LIFETIME),
    )
    .await;
    world.account().await;
    world.request_reset(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    world.request_reset(ADA).await.unwrap();
    world.reset(&token, OTHER_PASSWORD).await.unwrap();
    world.log_in(ADA, OTHER_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn only_the_new_password_logs_in_and_every_session_is_dead() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    world.request_reset("ADA@example.com").await.unwrap();
    let token = world.token_of_the_mail().await;
    world.reset(&token, OTHER_PASSWORD).await.unwrap();

    let dead = world.refresh(&grant.tokens.refresh).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    let dead = world.authenticate(&grant).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    let ended = world.session(grant.session.id).await.revoked.unwrap();
    assert_eq!(ended.reason, EndReason::PasswordChanged);
    let old = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(old, Err(SessionError::InvalidCredentials)), "{old:?}");
    world.log_in(ADA, OTHER_PASSWORD).await.unwrap();

    let letters = world.letters().await;
    assert!(matches!(letters[0].mail, Mail::PasswordChanged { .. }), "{letters:?}");
    assert!(world.trail().contains(&EventKind::PasswordReset));
}

#[tokio::test]
async fn a_link_works_once_and_a_newer_one_ends_it() {
    let world = World::new().await;
    world.account().await;
    world.request_reset(ADA).await.unwrap();
    let older = world.token_of_the_mail().await;
    world.request_reset(ADA).await.unwrap();
    let newer = world.token_of_the_mail().await;

    let dead = world.reset(&older, OTHER_PASSWORD).await;
    assert!(matches!(dead, Err(UserError::TokenInvalid)), "{dead:?}");
    world.reset(&newer, OTHER_PASSWORD).await.unwrap();
    let spent = world.reset(&newer, PASSWORD).await;
    assert!(matches!(spent, Err(UserError::TokenInvalid)), "{spent:?}");
    world.log_in(ADA, OTHER_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_link_works_for_half_an_hour() {
    let world = World::new().await;
    world.account().await;
    world.request_reset(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    world.clock.advance(LIFETIME);
    let late = world.reset(&token, OTHER_PASSWORD).await;
    assert!(matches!(late, Err(UserError::TokenExpired)), "{late:?}");

    world.request_reset(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    world.clock.advance(LIFETIME - MILLISECOND);
    world.reset(&token, OTHER_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_weak_password_is_refused_and_the_link_still_works() {
    let world = World::new().await;
    world.account().await;
    world.request_reset(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    for weak in ["short", "password", "ada@example.com"] {
        let refused = world.reset(&token, weak).await;
        let Err(UserError::Invalid(errors)) = refused else { panic!("{refused:?}") };
        assert_eq!(errors.0[0].field, "password");
        let code = errors.0[0].invalid.code;
        assert!(matches!(code, FieldCode::PasswordTooShort | FieldCode::PasswordTooWeak));
    }
    world.reset(&token, OTHER_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn an_unknown_address_is_answered_alike_and_gets_no_mail() {
    let world = World::new().await;
    world.request_reset("nobody@example.com").await.unwrap();
    assert!(world.letters().await.is_empty());
    assert_eq!(world.trail(), [EventKind::PasswordResetRequested]);
}

#[tokio::test]
async fn whoever_follows_the_link_has_proven_the_mailbox() {
    let world = World::with(verification_optional).await;
    let waiting = world.registered(ADA, PASSWORD).await;
    world.clock.advance(MINUTE);
    world.request_reset(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    world.reset(&token, OTHER_PASSWORD).await.unwrap();
    assert!(world.user(ADA).await.unwrap().email_verified_at.is_some());
    let ended = world.verify(&waiting).await;
    assert!(matches!(ended, Err(UserError::TokenInvalid)), "all tokens end: {ended:?}");
}

#[tokio::test]
async fn a_token_of_another_purpose_sets_no_password() {
    let world = World::with(verification_optional).await;
    let waiting = world.registered(ADA, PASSWORD).await;
    let refused = world.reset(&waiting, OTHER_PASSWORD).await;
    assert!(matches!(refused, Err(UserError::TokenInvalid)), "{refused:?}");
    world.log_in(ADA, PASSWORD).await.unwrap();
}
