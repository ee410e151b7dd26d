use bookplate_domain::{
    mail::{Letter, Mail},
    roles::{InviteUser, Role},
    sessions::{Actor, SessionError},
    shared::Locale,
    users::{AcceptInvitation, DisplayName, EmailAddress, User, UserError},
};
use bookplate_testkit::a_client;
use secrecy::SecretString;

use crate::world::{ADA, DAY, MILLISECOND, OTHER_PASSWORD, PASSWORD, World};

async fn invite(world: &World, root: &Actor, role: Role) -> Result<User, UserError> {
    let command = InviteUser {
        email: world.email(ADA),
        name: None,
        locale: Locale::default(),
        role,
        client: a_client(),
    };
    world.app.roles.invite_user(root, command).await
}

async fn accept(
    world: &World,
    token: &SecretString,
    password: &str,
) -> Result<EmailAddress, UserError> {
    let command = AcceptInvitation {
        token: token.clone(),
        name: DisplayName::parse("Ada Lovelace").unwrap(),
        password: password.into(),
        client: a_client(),
    };
    world.app.users.accept_invitation(command).await
}

async fn invited(world: &World, role: Role) -> (Actor, SecretString) {
    let root = world.actor_of("root@example.com", Role::Admin).await;
    invite(world, &root, role).await.unwrap();
    let Letter { mail, token, .. } = world.letters().await.remove(0);
    assert!(matches!(mail, Mail::Invitation { .. }), "{mail:?}");
    (root, token.unwrap())
}

#[tokio::test]
async fn whoever_is_asked_in_chooses_a_name_and_a_password_once() {
    let world = World::new().await;
    let (_, token) = invited(&world, Role::Moderator).await;
    let nobody = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(nobody, Err(SessionError::InvalidCredentials)), "{nobody:?}");

    let weak = accept(&world, &token, "lovelace").await;
    assert!(matches!(weak, Err(UserError::Invalid(_))), "{weak:?}");
    assert_eq!(accept(&world, &token, PASSWORD).await.unwrap(), world.email(ADA));
    let again = accept(&world, &token, OTHER_PASSWORD).await;
    assert!(matches!(again, Err(UserError::TokenInvalid)), "{again:?}");

    let grant = world.log_in(ADA, PASSWORD).await.unwrap();
    assert_eq!(grant.user.name.unwrap().as_str(), "Ada Lovelace");
    assert_eq!(grant.user.role, Role::Moderator);
    assert!(grant.user.email_verified_at.is_some());
}

#[tokio::test]
async fn an_invitation_works_for_a_week() {
    let world = World::new().await;
    let (_, token) = invited(&world, Role::User).await;
    world.clock.advance(7 * DAY - MILLISECOND);
    assert_eq!(accept(&world, &token, PASSWORD).await.unwrap(), world.email(ADA));

    let world = World::new().await;
    let (_, token) = invited(&world, Role::User).await;
    world.clock.advance(7 * DAY);
    let late = accept(&world, &token, PASSWORD).await;
    assert!(matches!(late, Err(UserError::TokenExpired)), "{late:?}");
}

#[tokio::test]
async fn a_reset_of_the_password_takes_the_place_of_an_invitation() {
    let world = World::new().await;
    let (_, token) = invited(&world, Role::User).await;
    world.request_reset(ADA).await.unwrap();
    let reset = world.token_of_the_mail().await;
    world.reset(&reset, OTHER_PASSWORD).await.unwrap();
    let dead = accept(&world, &token, PASSWORD).await;
    assert!(matches!(dead, Err(UserError::TokenInvalid)), "{dead:?}");
    world.log_in(ADA, OTHER_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn nobody_is_asked_in_twice_nor_as_a_visitor() {
    let world = World::new().await;
    let (root, _) = invited(&world, Role::User).await;
    let again = invite(&world, &root, Role::User).await;
    assert!(matches!(again, Err(UserError::EmailTaken)), "{again:?}");
    let visitor = invite(&world, &root, Role::Anonymous).await;
    assert!(matches!(visitor, Err(UserError::Invalid(_))), "{visitor:?}");
    let moderator = Actor { role: Role::Moderator, ..root };
    let refused = invite(&world, &moderator, Role::User).await;
    let forbidden = matches!(refused, Err(UserError::Session(SessionError::Forbidden)));
    assert!(forbidden, "{refused:?}");
}
