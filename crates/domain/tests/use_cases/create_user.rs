use bookplate_domain::{
    audit::EventKind,
    roles::Role,
    users::{CreateUser, DisplayName, UserError},
};
use bookplate_testkit::a_locale;

use crate::world::{ADA, PASSWORD, World};

fn an_admin(world: &World) -> CreateUser {
    CreateUser {
        email: world.email(ADA),
        name: DisplayName::parse("Ada").unwrap(),
        locale: a_locale(),
        password: world.new_password(PASSWORD),
        role: Role::Admin,
    }
}

#[tokio::test]
async fn the_account_is_verified_at_once_and_has_its_role() {
    let world = World::new().await;
    let command = an_admin(&world);
    let user = world.app.users.create_user(command).await.unwrap();
    assert_eq!(world.user(ADA).await, Some(user.clone()));
    assert_eq!(user.role, Role::Admin);
    assert!(user.email_verified_at.is_some());

    let event = world.store.audit_events().pop().unwrap();
    assert_eq!(event.kind, EventKind::UserCreated);
    assert_eq!((event.actor, event.target), (None, Some(user.id)));
    let grant = world.log_in(ADA, PASSWORD).await.unwrap();
    let caller = world.authenticate(&grant).await.unwrap();
    assert_eq!(caller.actor.role, Role::Admin);
}

#[tokio::test]
async fn a_taken_address_is_refused_and_its_account_is_left_alone() {
    let world = World::new().await;
    let owner = world.account().await;
    let refused = world.app.users.create_user(an_admin(&world)).await;
    assert!(matches!(refused, Err(UserError::EmailTaken)), "{refused:?}");
    assert_eq!(world.user(ADA).await, Some(owner));
    assert_eq!(world.trail(), [EventKind::UserCreated]);
}
