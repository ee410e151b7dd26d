use std::{num::NonZeroU32, time::Duration};

use bookplate_domain::{
    audit::EventKind,
    limits::Rule,
    mail::Mail,
    sessions::{Actor, SessionError},
    users::{ChangePassword, Password, UserError},
};
use bookplate_testkit::{a_client, doubles::PlainLimiter};

use crate::world::{ADA, OTHER_PASSWORD, PASSWORD, World, verification_optional};

async fn change(world: &World, actor: &Actor, current: &str, new: &str) -> Result<(), UserError> {
    let command = ChangePassword {
        current: Password::parse(current).unwrap(),
        new: new.into(),
        client: a_client(),
    };
    world.app.users.change_password(actor, command).await
}

#[tokio::test]
async fn the_own_session_lives_and_every_other_is_dead() {
    let world = World::new().await;
    let mine = world.signed_in().await;
    let other = world.log_in(ADA, PASSWORD).await.unwrap();
    let actor = world.authenticate(&mine).await.unwrap().actor;
    world.request_reset(ADA).await.unwrap();
    let reset = world.token_of_the_mail().await;

    change(&world, &actor, PASSWORD, OTHER_PASSWORD).await.unwrap();

    world.authenticate(&mine).await.unwrap();
    world.refresh(&mine.tokens.refresh).await.unwrap();
    let dead = world.refresh(&other.tokens.refresh).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    let old = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(old, Err(SessionError::InvalidCredentials)), "{old:?}");
    world.log_in(ADA, OTHER_PASSWORD).await.unwrap();
    let ended = world.reset(&reset, PASSWORD).await;
    assert!(matches!(ended, Err(UserError::TokenInvalid)), "mailed tokens end: {ended:?}");
    let letters = world.letters().await;
    assert!(matches!(letters[0].mail, Mail::PasswordChanged { .. }), "{letters:?}");
}

#[tokio::test]
async fn a_wrong_password_changes_nothing_and_every_try_counts() {
    let (three, hour) = (NonZeroU32::new(3).unwrap(), Duration::from_secs(3600));
    let limits = PlainLimiter::default().with(Rule::ProvePassword, three, hour);
    let world = World::limited(|_| (), limits).await;
    let grant = world.signed_in().await;
    let actor = world.authenticate(&grant).await.unwrap().actor;
    for _ in 0..3 {
        let wrong = change(&world, &actor, OTHER_PASSWORD, OTHER_PASSWORD).await;
        let wrong = wrong.unwrap_err();
        assert!(matches!(wrong, UserError::Session(SessionError::InvalidCredentials)), "{wrong:?}");
        assert_eq!(world.trail().pop(), Some(EventKind::ReauthenticationFailed));
    }
    let refused = change(&world, &actor, PASSWORD, OTHER_PASSWORD).await.unwrap_err();
    assert!(matches!(refused, UserError::Session(SessionError::LimitReached(_))), "{refused:?}");
    world.log_in(ADA, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_weak_password_is_refused_by_the_name_of_its_field() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let actor = world.authenticate(&grant).await.unwrap().actor;
    let refused = change(&world, &actor, PASSWORD, "password").await;
    let Err(UserError::Invalid(errors)) = refused else { panic!("{refused:?}") };
    assert_eq!(errors.0[0].field, "newPassword");
}

#[tokio::test]
async fn a_mailbox_that_is_not_proven_gets_no_news() {
    let world = World::with(verification_optional).await;
    world.registered(ADA, PASSWORD).await;
    let actor = world.actor(ADA, PASSWORD).await;
    change(&world, &actor, PASSWORD, OTHER_PASSWORD).await.unwrap();
    assert!(world.letters().await.is_empty());
}
