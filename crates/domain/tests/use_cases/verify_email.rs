use bookplate_domain::{
    audit::EventKind,
    roles::Role,
    sessions::SessionError,
    shared::Clock,
    store::Store,
    users::{OneTimeToken, TokenPurpose, UserError},
};
use futures::future::join_all;
use secrecy::{ExposeSecret, SecretString};

use crate::world::{ADA, DAY, MILLISECOND, OTHER_PASSWORD, PASSWORD, World, verification_optional};

#[tokio::test]
async fn the_link_makes_a_verified_account_and_works_once() {
    let world = World::new().await;
    let token = world.registered(ADA, PASSWORD).await;
    world.clock.advance(DAY - MILLISECOND);

    let proven = world.verify(&token).await.unwrap();
    assert_eq!(proven.written(), ADA);
    let user = world.user(ADA).await.unwrap();
    assert_eq!(user.email_verified_at, Some(world.clock.now()));
    assert_eq!(user.created_at, world.clock.now());
    assert_eq!(user.role, Role::User);
    assert_eq!(user.name.as_ref().unwrap().as_str(), "Ada");
    let event = world.store.audit_events().pop().unwrap();
    assert_eq!(event.kind, EventKind::UserCreated);
    assert_eq!(event.target, Some(user.id));

    let again = world.verify(&token).await;
    assert!(matches!(again, Err(UserError::TokenInvalid)), "{again:?}");
    assert_eq!(world.user(ADA).await, Some(user));
}

#[tokio::test]
async fn a_link_that_came_too_late_says_so_and_makes_nothing() {
    let world = World::new().await;
    let token = world.registered(ADA, PASSWORD).await;
    world.clock.advance(DAY);
    for _ in 0..2 {
        let late = world.verify(&token).await;
        assert!(matches!(late, Err(UserError::TokenExpired)), "{late:?}");
    }
    assert_eq!(world.user(ADA).await, None);
}

#[tokio::test]
async fn the_link_installs_the_password_of_its_own_registration_and_ends_the_rivals() {
    let world = World::new().await;
    let first = world.registered(ADA, PASSWORD).await;
    let second = world.registered("ada@EXAMPLE.com", OTHER_PASSWORD).await;

    world.verify(&first).await.unwrap();
    let rival = world.verify(&second).await;
    assert!(matches!(rival, Err(UserError::TokenInvalid)), "{rival:?}");

    world.log_in(ADA, PASSWORD).await.unwrap();
    let theirs = world.log_in(ADA, OTHER_PASSWORD).await;
    assert!(matches!(theirs, Err(SessionError::InvalidCredentials)));
}

#[tokio::test]
async fn the_link_signs_nobody_in() {
    let world = World::new().await;
    let token = world.registered(ADA, PASSWORD).await;
    world.verify(&token).await.unwrap();
    let in_a_session = |event: &bookplate_domain::audit::Event| event.session.is_some();
    assert!(!world.store.audit_events().iter().any(in_a_session));
    assert_eq!(world.trail(), [EventKind::RegistrationStarted, EventKind::UserCreated]);
}

#[tokio::test]
async fn a_link_is_spent_when_the_address_got_an_account_in_another_way() {
    let world = World::new().await;
    let token = world.registered(ADA, OTHER_PASSWORD).await;
    let owner = world.account().await;
    let late = world.verify(&token).await;
    assert!(matches!(late, Err(UserError::TokenInvalid)), "{late:?}");
    assert_eq!(world.user(ADA).await, Some(owner));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_clicks_at_once_one_makes_the_account() {
    let world = World::new().await;
    let tokens = [world.registered(ADA, PASSWORD).await, world.registered(ADA, PASSWORD).await];
    let clicks = (0..50).map(|number| world.verify(&tokens[number % 2]));
    let answers = join_all(clicks).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
    let clean = |answer: &Result<_, _>| matches!(answer, Ok(_) | Err(UserError::TokenInvalid));
    assert!(answers.iter().all(clean), "{answers:?}");
}

#[tokio::test]
async fn the_mailbox_of_an_existing_account_is_proven_once() {
    let world = World::with(verification_optional).await;
    let token = world.registered(ADA, PASSWORD).await;
    let before = world.user(ADA).await.unwrap();

    assert_eq!(world.verify(&token).await.unwrap().written(), ADA);
    let after = world.user(ADA).await.unwrap();
    assert_eq!(after.email_verified_at, Some(world.clock.now()));
    assert_eq!((after.id, after.version), (before.id, before.version + 1));
    let event = world.store.audit_events().pop().unwrap();
    assert_eq!(event.kind, EventKind::EmailVerified);
    assert_eq!(event.actor, Some(after.id));

    let again = world.verify(&token).await;
    assert!(matches!(again, Err(UserError::TokenInvalid)), "{again:?}");
}

#[tokio::test]
async fn a_late_link_of_an_existing_account_says_so() {
    let world = World::with(verification_optional).await;
    let token = world.registered(ADA, PASSWORD).await;
    world.clock.advance(DAY);
    let late = world.verify(&token).await;
    assert!(matches!(late, Err(UserError::TokenExpired)), "{late:?}");
    assert_eq!(world.user(ADA).await.unwrap().email_verified_at, None);
}

#[tokio::test]
async fn no_other_token_proves_a_mailbox() {
    let world = World::new().await;
    let mailed = world.registered(ADA, PASSWORD).await;
    let body =
        mailed.expose_secret().strip_prefix(TokenPurpose::ConfirmRegistration.prefix()).unwrap();
    let verify = TokenPurpose::VerifyEmail.prefix();
    let refresh = TokenPurpose::Refresh.prefix();
    for text in [
        "",
        TokenPurpose::ConfirmRegistration.prefix(),
        body,
        &format!("{verify}{body}"),
        &format!("{refresh}{body}"),
    ] {
        let refused = world.verify(&SecretString::from(text)).await;
        assert!(matches!(refused, Err(UserError::TokenInvalid)), "{text}");
    }
    world.verify(&mailed).await.unwrap();
}

#[tokio::test]
async fn a_link_that_was_made_beside_the_proof_proves_nothing_more() {
    let world = World::with(verification_optional).await;
    let token = world.registered(ADA, PASSWORD).await;
    world.verify(&token).await.unwrap();
    let proven = world.user(ADA).await.unwrap();

    // What a request to send the mail again leaves, if it read the account before the proof.
    let late = bookplate_testkit::a_token(proven.id);
    let late = OneTimeToken { purpose: TokenPurpose::VerifyEmail, ..late };
    let mut tx = world.store.begin().await.unwrap();
    tx.one_time_tokens().insert(&late).await.unwrap();
    tx.commit().await.unwrap();
    let link = world.ports.opaque_tokens.issue(late.purpose, late.id.as_uuid(), 0);

    let refused = world.verify(&link).await;
    assert!(matches!(refused, Err(UserError::TokenInvalid)), "{refused:?}");
    assert_eq!(world.user(ADA).await.unwrap(), proven);
    let proofs = world.trail().into_iter().filter(|kind| *kind == EventKind::EmailVerified);
    assert_eq!(proofs.count(), 1);
}
