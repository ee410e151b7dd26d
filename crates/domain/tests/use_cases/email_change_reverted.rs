use bookplate_domain::{
    audit::EventKind,
    mail::Mail,
    sessions::SessionError,
    users::{CreateUser, DisplayName, Register, UserError},
};
use bookplate_testkit::{a_client, a_locale};

use crate::world::{
    ADA, DAY, MILLISECOND, MINUTE, OTHER_PASSWORD, PASSWORD, World, verification_optional,
};

const NEW: &str = "eve@evil.example";
const NEWER: &str = "eve@worse.example";

#[tokio::test]
async fn the_old_address_comes_back_and_only_its_owner_gets_in() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let (confirm, revert) = world.changing(&actor, NEW).await;
    world.confirm_change(&confirm).await.unwrap();
    let thief = world.log_in(NEW, PASSWORD).await.unwrap();

    assert_eq!(world.revert_change(&revert).await.unwrap().written(), ADA);
    assert!(world.user(NEW).await.is_none());
    assert_eq!(world.user(ADA).await.unwrap().id, actor.user_id);
    let dead = world.authenticate(&thief).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    let dead = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(dead, Err(SessionError::InvalidCredentials)), "{dead:?}");

    let letters = world.letters().await;
    assert!(matches!(letters[0].mail, Mail::EmailChangeReverted { .. }), "{letters:?}");
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, ADA));
    world.reset(letters[0].token.as_ref().unwrap(), OTHER_PASSWORD).await.unwrap();
    world.log_in(ADA, OTHER_PASSWORD).await.unwrap();
    assert!(world.trail().contains(&EventKind::EmailChangeReverted));
}

#[tokio::test]
async fn a_change_that_waits_is_ended_before_it_takes_effect() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let actor = world.authenticate(&grant).await.unwrap().actor;
    let (confirm, revert) = world.changing(&actor, NEW).await;
    world.revert_change(&revert).await.unwrap();
    let dead = world.confirm_change(&confirm).await;
    assert!(matches!(dead, Err(UserError::TokenInvalid)), "{dead:?}");
    let dead = world.authenticate(&grant).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
}

#[tokio::test]
async fn it_works_once_for_seven_days() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let (confirm, revert) = world.changing(&actor, NEW).await;
    world.confirm_change(&confirm).await.unwrap();
    world.clock.advance(7 * DAY - MILLISECOND);
    world.revert_change(&revert).await.unwrap();
    let spent = world.revert_change(&revert).await;
    assert!(matches!(spent, Err(UserError::TokenInvalid)), "{spent:?}");

    let token = world.token_of_the_mail().await;
    world.reset(&token, PASSWORD).await.unwrap();
    world.letters().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let (_, late) = world.changing(&actor, NEW).await;
    world.clock.advance(7 * DAY);
    let late = world.revert_change(&late).await;
    assert!(matches!(late, Err(UserError::TokenExpired)), "{late:?}");
}

#[tokio::test]
async fn nobody_shakes_off_the_owner_by_a_second_change_or_a_new_password() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let (confirm, owners) = world.changing(&actor, NEW).await;
    world.confirm_change(&confirm).await.unwrap();
    world.request_reset(NEW).await.unwrap();
    let reset = world.token_of_the_mail().await;
    world.reset(&reset, OTHER_PASSWORD).await.unwrap();
    world.letters().await;
    world.clock.advance(MINUTE);
    let thief = world.actor(NEW, OTHER_PASSWORD).await;
    let (confirm, thiefs) = world.changing(&thief, NEWER).await;
    world.confirm_change(&confirm).await.unwrap();

    assert_eq!(world.revert_change(&owners).await.unwrap().written(), ADA);
    let dead = world.revert_change(&thiefs).await;
    assert!(matches!(dead, Err(UserError::TokenInvalid)), "what came later is ended: {dead:?}");
    assert_eq!(world.user(ADA).await.unwrap().id, actor.user_id);
    assert!(world.user(NEWER).await.is_none());
}

#[tokio::test]
async fn while_it_can_come_back_the_old_address_is_nobody_elses() {
    let world = World::with(verification_optional).await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let (confirm, revert) = world.changing(&actor, NEW).await;
    world.confirm_change(&confirm).await.unwrap();

    let register = || Register {
        email: world.email(ADA),
        name: DisplayName::parse("Eve").unwrap(),
        locale: a_locale(),
        password: world.new_password(OTHER_PASSWORD),
        visitor: None,
        client: a_client(),
    };
    let refused = world.app.users.register(register()).await;
    assert!(matches!(refused, Err(UserError::EmailTaken)), "{refused:?}");
    let create = CreateUser {
        email: world.email(ADA),
        name: DisplayName::parse("Eve").unwrap(),
        locale: a_locale(),
        password: world.new_password(OTHER_PASSWORD),
        role: bookplate_domain::roles::Role::User,
    };
    let refused = world.app.users.create_user(create).await;
    assert!(matches!(refused, Err(UserError::EmailTaken)), "{refused:?}");

    world.revert_change(&revert).await.unwrap();
    assert_eq!(world.user(ADA).await.unwrap().id, actor.user_id);
}

#[tokio::test]
async fn nor_by_a_link_that_was_mailed_to_it() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let (confirm, revert) = world.changing(&actor, NEW).await;
    world.confirm_change(&confirm).await.unwrap();

    let token = world.registered(ADA, OTHER_PASSWORD).await;
    let refused = world.verify(&token).await;
    assert!(matches!(refused, Err(UserError::TokenInvalid)), "{refused:?}");
    let token = world.registered(NEWER, OTHER_PASSWORD).await;
    world.verify(&token).await.unwrap();
    world.letters().await;
    let other = world.actor(NEWER, OTHER_PASSWORD).await;
    let (confirm, _) = world.changing(&other, ADA).await;
    let refused = world.confirm_change(&confirm).await;
    assert!(matches!(refused, Err(UserError::TokenInvalid)), "{refused:?}");

    world.revert_change(&revert).await.unwrap();
    assert_eq!(world.user(ADA).await.unwrap().id, actor.user_id);
}

#[tokio::test]
async fn an_address_is_free_again_when_it_cannot_come_back() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let (confirm, _) = world.changing(&actor, NEW).await;
    world.confirm_change(&confirm).await.unwrap();
    world.clock.advance(7 * DAY);
    let token = world.registered(ADA, OTHER_PASSWORD).await;
    world.verify(&token).await.unwrap();
    assert_ne!(world.user(ADA).await.unwrap().id, actor.user_id);
}

#[tokio::test]
async fn its_own_user_may_change_back_at_any_time() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let (confirm, _) = world.changing(&actor, NEW).await;
    world.confirm_change(&confirm).await.unwrap();
    let actor = world.actor(NEW, PASSWORD).await;
    let (confirm, _) = world.changing(&actor, ADA).await;
    world.confirm_change(&confirm).await.unwrap();
    world.log_in(ADA, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_mailbox_that_was_never_proven_gets_no_say() {
    let world = World::with(verification_optional).await;
    world.registered(ADA, PASSWORD).await;
    let actor = world.actor(ADA, PASSWORD).await;
    world.request_change(&actor, NEW).await.unwrap();
    let letters = world.letters().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, NEW));
    world.confirm_change(letters[0].token.as_ref().unwrap()).await.unwrap();
    world.log_in(NEW, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn what_was_asked_for_before_the_mailbox_was_proven_is_void_once_it_is() {
    let world = World::with(verification_optional).await;
    let proof = world.registered(ADA, PASSWORD).await;
    let stranger = world.actor(ADA, PASSWORD).await;
    world.request_change(&stranger, NEW).await.unwrap();
    let waiting = world.token_of_the_mail().await;
    world.verify(&proof).await.unwrap();
    let refused = world.confirm_change(&waiting).await;
    assert!(matches!(refused, Err(UserError::TokenInvalid)), "{refused:?}");
}

#[tokio::test]
async fn a_clock_that_goes_back_saves_no_later_change() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    world.clock.advance(MINUTE);
    let (confirm, owners) = world.changing(&actor, NEW).await;
    world.confirm_change(&confirm).await.unwrap();
    world.clock.set_back(MINUTE);
    let thief = world.actor(NEW, PASSWORD).await;
    let (confirm, thiefs) = world.changing(&thief, NEWER).await;

    world.revert_change(&owners).await.unwrap();
    for dead in [world.confirm_change(&confirm).await, world.revert_change(&thiefs).await] {
        assert!(matches!(dead, Err(UserError::TokenInvalid)), "{dead:?}");
    }
}
