use std::num::NonZeroU32;

use bookplate_domain::{
    audit::EventKind,
    limits::Rule,
    mail::Mail,
    sessions::{EndReason, SessionError},
    shared::FieldCode,
    users::UserError,
};
use bookplate_testkit::doubles::PlainLimiter;

use crate::world::{ADA, DAY, MILLISECOND, MINUTE, OTHER_PASSWORD, PASSWORD, World};

const NEW: &str = "Ada@new.example";

#[tokio::test]
async fn the_new_address_counts_once_it_is_confirmed_and_every_session_ends() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let actor = world.authenticate(&grant).await.unwrap().actor;
    let (confirm, _) = world.changing(&actor, NEW).await;
    assert_eq!(world.user(ADA).await.unwrap().id, actor.user_id, "not yet");
    world.authenticate(&grant).await.unwrap();

    let email = world.confirm_change(&confirm).await.unwrap();
    assert_eq!(email.written(), NEW);
    assert!(world.user(ADA).await.is_none());
    let user = world.user(NEW).await.unwrap();
    assert_eq!(user.id, actor.user_id);
    assert!(user.email_verified_at.is_some());

    let dead = world.authenticate(&grant).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    let ended = world.session(grant.session.id).await.revoked.unwrap();
    assert_eq!(ended.reason, EndReason::EmailChanged);
    let old = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(old, Err(SessionError::InvalidCredentials)), "{old:?}");
    world.log_in(NEW, PASSWORD).await.unwrap();
    let trail = world.trail();
    for kind in [EventKind::EmailChangeRequested, EventKind::EmailChanged] {
        assert!(trail.contains(&kind), "{trail:?}");
    }
}

#[tokio::test]
async fn the_new_address_gets_the_confirmation_and_the_old_one_the_notice() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    world.request_change(&actor, NEW).await.unwrap();
    let letters = world.letters_of_a_change().await;
    let to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert_eq!(to, [NEW, ADA]);
    let Mail::EmailChangeRequested { new, .. } = &letters[1].mail else { panic!("{letters:?}") };
    assert_eq!(new, NEW);
}

#[tokio::test]
async fn a_proof_of_the_password_counts_for_ten_minutes() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    world.clock.advance(10 * MINUTE - MILLISECOND);
    world.request_change(&actor, NEW).await.unwrap();
    world.clock.advance(MILLISECOND);
    let late = world.request_change(&actor, NEW).await;
    let Err(UserError::Session(SessionError::ReauthenticationRequired)) = late else {
        panic!("{late:?}");
    };
}

#[tokio::test]
async fn a_request_that_was_begun_before_its_session_ended_does_nothing() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    // Who calls is judged with the head of a request; the body may take its time.
    let actor = world.authenticate(&grant).await.unwrap().actor;
    world.request_reset(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    world.reset(&token, OTHER_PASSWORD).await.unwrap();
    world.letters().await;
    let late = world.request_change(&actor, NEW).await;
    assert!(matches!(late, Err(UserError::Session(SessionError::Revoked))), "{late:?}");
    assert!(world.letters().await.is_empty());
}

#[tokio::test]
async fn a_confirmation_works_once_for_an_hour_and_a_newer_one_ends_it() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let (older, _) = world.changing(&actor, "typo@new.example").await;
    let (newer, _) = world.changing(&actor, NEW).await;
    let dead = world.confirm_change(&older).await;
    assert!(matches!(dead, Err(UserError::TokenInvalid)), "{dead:?}");
    world.clock.advance(60 * MINUTE - MILLISECOND);
    world.confirm_change(&newer).await.unwrap();
    let spent = world.confirm_change(&newer).await;
    assert!(matches!(spent, Err(UserError::TokenInvalid)), "{spent:?}");

    let actor = world.actor(NEW, PASSWORD).await;
    let (late, _) = world.changing(&actor, "again@new.example").await;
    world.clock.advance(60 * MINUTE);
    let late = world.confirm_change(&late).await;
    assert!(matches!(late, Err(UserError::TokenExpired)), "{late:?}");
}

#[tokio::test]
async fn an_address_that_has_an_account_is_answered_alike_and_its_owner_told() {
    let world = World::new().await;
    world.account().await;
    let token = world.registered(NEW, OTHER_PASSWORD).await;
    world.verify(&token).await.unwrap();
    world.letters().await;

    let actor = world.actor(ADA, PASSWORD).await;
    world.request_change(&actor, "ADA@new.example").await.unwrap();
    let letters = world.letters_of_a_change().await;
    assert!(matches!(letters[0].mail, Mail::AddressAlreadyRegistered), "{letters:?}");
    assert_eq!(letters[0].to, NEW);
    assert!(matches!(letters[1].mail, Mail::EmailChangeRequested { .. }), "{letters:?}");
}

#[tokio::test]
async fn an_address_that_was_taken_meanwhile_is_not_confirmed() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let (confirm, _) = world.changing(&actor, NEW).await;
    let token = world.registered(NEW, OTHER_PASSWORD).await;
    world.verify(&token).await.unwrap();

    let refused = world.confirm_change(&confirm).await;
    assert!(matches!(refused, Err(UserError::TokenInvalid)), "{refused:?}");
    assert_eq!(world.user(ADA).await.unwrap().id, actor.user_id);
    world.log_in(ADA, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_new_password_ends_what_waits_to_be_confirmed() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let (confirm, _) = world.changing(&actor, NEW).await;
    world.request_reset(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    world.reset(&token, OTHER_PASSWORD).await.unwrap();
    let dead = world.confirm_change(&confirm).await;
    assert!(matches!(dead, Err(UserError::TokenInvalid)), "{dead:?}");
}

#[tokio::test]
async fn a_confirmed_change_ends_a_waiting_reset() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    world.request_reset(ADA).await.unwrap();
    let reset = world.token_of_the_mail().await;
    let (confirm, _) = world.changing(&actor, NEW).await;
    world.confirm_change(&confirm).await.unwrap();
    let dead = world.reset(&reset, OTHER_PASSWORD).await;
    assert!(matches!(dead, Err(UserError::TokenInvalid)), "{dead:?}");
}

#[tokio::test]
async fn the_address_one_has_is_no_new_one_but_its_spelling_can_be_changed() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let refused = world.request_change(&actor, ADA).await;
    let Err(UserError::Invalid(errors)) = refused else { panic!("{refused:?}") };
    assert_eq!(errors.0[0].field, "email");
    assert_eq!(errors.0[0].invalid.code, FieldCode::NotAllowed);

    let (confirm, _) = world.changing(&actor, "ADA@example.com").await;
    world.confirm_change(&confirm).await.unwrap();
    let user = world.user(ADA).await.unwrap();
    assert_eq!(user.email.unwrap().written(), "ADA@example.com");
}

#[tokio::test]
async fn a_token_of_one_kind_is_none_of_another() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let (confirm, revert) = world.changing(&actor, NEW).await;
    for token in [&revert, &"bp_ec_nonsense".into(), &"".into()] {
        let refused = world.confirm_change(token).await;
        assert!(matches!(refused, Err(UserError::TokenInvalid)), "{refused:?}");
    }
    let refused = world.revert_change(&confirm).await;
    assert!(matches!(refused, Err(UserError::TokenInvalid)), "{refused:?}");
    world.confirm_change(&confirm).await.unwrap();
}

#[tokio::test]
async fn a_user_may_ask_so_often_and_a_mailbox_is_written_to_so_often() {
    let three = NonZeroU32::new(3).unwrap();
    let limits = PlainLimiter::default().with(Rule::EmailChange, three, DAY).with(
        Rule::UnprovenMail,
        NonZeroU32::MIN,
        DAY,
    );
    let world = World::limited(|_| (), limits).await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    for mails in [2, 1, 1] {
        world.request_change(&actor, NEW).await.unwrap();
        assert_eq!(world.letters().await.len(), mails, "the notice always comes");
    }
    let refused = world.request_change(&actor, NEW).await;
    assert!(matches!(refused, Err(UserError::LimitReached(_))), "{refused:?}");
}
