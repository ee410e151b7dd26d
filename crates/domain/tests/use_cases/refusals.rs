//! What staff may do and others try is noted, whatever it concerns.

use bookplate_domain::{
    audit::{EventFilter, EventKind, ListEvents},
    mail::{ListMail, MailFilter},
    roles::{InviteUser, Role, UpdateUser},
    sessions::{Actor, RotateSigningKey, SessionError},
    shared::{IfVersion, Limit, Locale, MailId, UserId},
    users::UserError,
};
use bookplate_testkit::a_client;
use uuid::Uuid;

use crate::world::{ADA, World};

fn mail() -> MailId {
    MailId::from_uuid(Uuid::nil())
}

fn invitation(world: &World) -> InviteUser {
    InviteUser {
        email: world.email("eve@example.com"),
        name: None,
        locale: Locale::default(),
        role: Role::User,
        client: a_client(),
    }
}

fn rotation() -> RotateSigningKey {
    RotateSigningKey { client: a_client() }
}

/// Who was refused, as the trail has it: who did it, to whose account, in which session.
fn refusals(world: &World) -> Vec<(Option<UserId>, Option<UserId>)> {
    let events = world.store.audit_events().into_iter();
    let refused = events.filter(|event| event.kind == EventKind::AuthorizationFailed);
    refused
        .map(|event| {
            assert_eq!(event.client, a_client());
            assert!(event.session.is_some());
            (event.actor, event.target)
        })
        .collect()
}

fn is_forbidden<T>(result: &Result<T, SessionError>) -> bool {
    matches!(result, Err(SessionError::Forbidden))
}

#[tokio::test]
async fn whoever_tries_what_only_staff_may_is_noted_each_time() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let (app, limit) = (&world.app, Limit::DEFAULT);
    let mails = ListMail { filter: MailFilter::default(), after: None, limit, client: a_client() };
    assert!(is_forbidden(&app.mail.list_mail(Some(&ada), mails).await));
    assert!(is_forbidden(&app.mail.retry_mail(Some(&ada), mail(), &a_client()).await));
    let events =
        ListEvents { filter: EventFilter::default(), after: None, limit, client: a_client() };
    assert!(is_forbidden(&app.audit.list_events(&ada, events).await));
    assert!(is_forbidden(&app.sessions.rotate_signing_key(Some(&ada), rotation()).await));
    let invited = app.roles.invite_user(&ada, invitation(&world)).await;
    assert!(matches!(invited, Err(UserError::Session(SessionError::Forbidden))), "{invited:?}");
    assert_eq!(refusals(&world), [(Some(ada.user_id), Some(ada.user_id)); 5]);
}

/// An admin whose request was judged before the role was lowered, in a session that goes on.
async fn lowered_meanwhile(world: &World) -> Actor {
    let actor = world.actor_of(ADA, Role::Moderator).await;
    Actor { role: Role::Admin, ..actor }
}

#[tokio::test]
async fn a_role_that_was_lowered_meanwhile_is_noted_too() {
    let world = World::new().await;
    let ada = lowered_meanwhile(&world).await;
    let app = &world.app;
    assert!(is_forbidden(&app.mail.retry_mail(Some(&ada), mail(), &a_client()).await));
    assert!(is_forbidden(&app.sessions.rotate_signing_key(Some(&ada), rotation()).await));
    let invited = app.roles.invite_user(&ada, invitation(&world)).await;
    assert!(matches!(invited, Err(UserError::Session(SessionError::Forbidden))), "{invited:?}");
    assert_eq!(refusals(&world), [(Some(ada.user_id), Some(ada.user_id)); 3]);
    assert!(world.user("eve@example.com").await.is_none());
}

#[tokio::test]
async fn whoever_is_signed_out_meanwhile_does_nothing() {
    let world = World::new().await;
    let root = world.actor_of(ADA, Role::Admin).await;
    let app = &world.app;
    app.sessions.revoke_session(&root, root.session_id, &a_client()).await.unwrap();
    let retried = app.mail.retry_mail(Some(&root), mail(), &a_client()).await;
    assert!(matches!(retried, Err(SessionError::Revoked)), "{retried:?}");
    let rotated = app.sessions.rotate_signing_key(Some(&root), rotation()).await;
    assert!(matches!(rotated, Err(SessionError::Revoked)), "{rotated:?}");
    let invited = app.roles.invite_user(&root, invitation(&world)).await;
    assert!(matches!(invited, Err(UserError::Session(SessionError::Revoked))), "{invited:?}");
    assert_eq!(refusals(&world), []);
}

#[tokio::test]
async fn the_command_line_is_never_refused() {
    let world = World::new().await;
    let ada = world.account().await;
    let command = UpdateUser {
        id: ada.id,
        name: None,
        role: Some(Role::Admin),
        status: None,
        if_version: IfVersion::OneOf(vec![ada.version]),
        client: a_client(),
    };
    world.app.roles.update_user(None, command).await.unwrap();
    world.app.sessions.rotate_signing_key(None, rotation()).await.unwrap();
    assert_eq!(refusals(&world), []);
}
