use std::time::Duration;

use bookplate_domain::{
    audit::{EventKind, FieldChange},
    mail::{Letter, Mail},
    roles::{DeleteUser, InviteUser, ListUsers, Role, SetStatus, StartPasswordReset, UpdateUser},
    sessions::{Actor, EndReason, SessionError},
    shared::{IfVersion, Limit, Locale, UserId},
    users::{
        ChangePassword, DisplayName, Password, Status, SuspensionReason, User, UserError,
        UserFilter,
    },
};
use bookplate_testkit::a_client;

use crate::world::{ADA, DAY, MINUTE, OTHER_PASSWORD, PASSWORD, World};

const ROOT: &str = "root@example.com";

fn update(id: UserId) -> UpdateUser {
    UpdateUser {
        id,
        name: None,
        role: None,
        status: None,
        if_version: IfVersion::Any,
        client: a_client(),
    }
}

fn suspended(until: Option<bookplate_domain::shared::Timestamp>) -> Option<SetStatus> {
    Some(SetStatus::Suspended { reason: SuspensionReason::parse("spam").unwrap(), until })
}

fn is_forbidden<T>(result: &Result<T, UserError>) -> bool {
    matches!(result, Err(UserError::Session(SessionError::Forbidden)))
}

struct Scene {
    world: World,
    root: Actor,
    ada: User,
}

async fn scene() -> Scene {
    let world = World::new().await;
    let root = world.actor_of(ROOT, Role::Admin).await;
    let ada = world.account().await;
    Scene { world, root, ada }
}

#[tokio::test]
async fn another_role_ends_every_session_and_is_noted() {
    let Scene { world, root, ada } = scene().await;
    let grant = world.log_in(ADA, PASSWORD).await.unwrap();
    let command = UpdateUser { role: Some(Role::Moderator), ..update(ada.id) };
    let updated = world.app.roles.update_user(Some(&root), command).await.unwrap();
    assert_eq!((updated.role, updated.version), (Role::Moderator, ada.version + 1));
    assert_eq!(updated.epoch, ada.epoch + 1);

    let dead = world.authenticate(&grant).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    let dead = world.refresh(&grant.tokens.refresh).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    let ended = world.session(grant.session.id).await.revoked.unwrap();
    assert_eq!(ended.reason, EndReason::RoleChanged);
    let event = world.store.audit_events().pop().unwrap();
    assert_eq!(
        (event.kind, event.actor, event.target),
        (EventKind::RoleChanged, Some(root.user_id), Some(ada.id),)
    );
    let told = FieldChange::told("role", Some("user".into()), Some("moderator".into()));
    assert_eq!(event.changes, [told]);
    assert_eq!(world.actor(ADA, PASSWORD).await.role, Role::Moderator);
}

#[tokio::test]
async fn a_suspended_account_gets_no_token_and_no_mail_by_any_path() {
    let Scene { world, root, ada } = scene().await;
    let grant = world.log_in(ADA, PASSWORD).await.unwrap();
    let actor = world.authenticate(&grant).await.unwrap().actor;
    world.request_reset(ADA).await.unwrap();
    let mut letters = world.letters().await;
    letters.retain(|letter| matches!(letter.mail, Mail::ResetPassword { .. }));
    let reset = letters.remove(0).token.unwrap();
    let (confirm, revert) = world.changing(&actor, "new@example.com").await;

    let command = UpdateUser { status: suspended(None), ..update(ada.id) };
    let updated = world.app.roles.update_user(Some(&root), command).await.unwrap();
    assert_eq!(updated.status(world.ports.clock.now()), Status::Suspended);
    let notice = world.letters().await;
    assert!(matches!(notice[0].mail, Mail::AccountSuspended { .. }), "{notice:?}");
    assert_eq!(notice.len(), 1);

    let dead = world.authenticate(&grant).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    let refused = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(refused, Err(SessionError::Suspended)), "{refused:?}");
    let refused = world.log_in(ADA, OTHER_PASSWORD).await;
    assert!(matches!(refused, Err(SessionError::InvalidCredentials)), "{refused:?}");
    for dead in [
        world.reset(&reset, OTHER_PASSWORD).await.err(),
        world.confirm_change(&confirm).await.err(),
        world.revert_change(&revert).await.err(),
    ] {
        assert!(matches!(dead, Some(UserError::TokenInvalid)), "{dead:?}");
    }
    world.request_reset(ADA).await.unwrap();
    world.resend(ADA).await.unwrap();
    world.register(ADA, OTHER_PASSWORD).await.unwrap();
    world.request_change(&root, ADA).await.unwrap();
    let sent: Vec<_> = world.letters().await;
    assert!(sent.iter().all(|letter| letter.to == ROOT), "{sent:?}");

    let client = a_client();
    let reset = StartPasswordReset { id: ada.id, client };
    let refused = world.app.roles.start_password_reset(&root, reset).await;
    assert!(matches!(refused, Err(UserError::Session(SessionError::Suspended))), "{refused:?}");
}

#[tokio::test]
async fn what_was_owed_to_a_suspended_account_is_not_sent() {
    let Scene { world, root, ada } = scene().await;
    let actor = world.actor(ADA, PASSWORD).await;
    let command = ChangePassword {
        current: Password::parse(PASSWORD).unwrap(),
        new: OTHER_PASSWORD.into(),
        client: a_client(),
    };
    world.app.users.change_password(&actor, command).await.unwrap();
    let command = UpdateUser { status: suspended(None), ..update(ada.id) };
    world.app.roles.update_user(Some(&root), command).await.unwrap();
    let letters = world.letters().await;
    assert!(matches!(letters[..], [Letter { mail: Mail::AccountSuspended { .. }, .. }]));
    assert_eq!(world.store.buried_mails().len(), 1);
    assert!(world.trail().contains(&EventKind::MailDropped));
}

#[tokio::test]
async fn a_suspension_ends_by_itself_or_is_taken_back() {
    let Scene { world, root, ada } = scene().await;
    let roles = &world.app.roles;
    let until = world.ports.clock.now().plus(DAY);
    let command = UpdateUser { status: suspended(Some(until)), ..update(ada.id) };
    roles.update_user(Some(&root), command.clone()).await.unwrap();
    assert!(world.log_in(ADA, PASSWORD).await.is_err());
    world.clock.advance(DAY);
    world.log_in(ADA, PASSWORD).await.unwrap();
    let late = roles.update_user(None, command).await;
    assert!(matches!(late, Err(UserError::Invalid(_))), "{late:?}: it lies in the past by now");

    let forever = UpdateUser { status: suspended(None), ..update(ada.id) };
    roles.update_user(None, forever).await.unwrap();
    assert!(world.log_in(ADA, PASSWORD).await.is_err());
    let back = UpdateUser { status: Some(SetStatus::Active), ..update(ada.id) };
    roles.update_user(None, back.clone()).await.unwrap();
    world.log_in(ADA, PASSWORD).await.unwrap();
    let version = world.user(ADA).await.unwrap().version;
    roles.update_user(None, back).await.unwrap();
    assert_eq!(world.user(ADA).await.unwrap().version, version, "it was active already");
    let kinds = world.trail();
    let count = |kind| kinds.iter().filter(|each| **each == kind).count();
    assert_eq!((count(EventKind::UserSuspended), count(EventKind::UserReinstated)), (2, 1));
}

#[tokio::test]
async fn a_longer_suspension_is_no_second_notice() {
    let Scene { world, root, ada } = scene().await;
    let roles = &world.app.roles;
    let until = world.ports.clock.now().plus(DAY);
    let command = UpdateUser { status: suspended(Some(until)), ..update(ada.id) };
    let first = roles.update_user(Some(&root), command).await.unwrap();
    world.clock.advance(MINUTE);
    let command = UpdateUser { status: suspended(None), ..update(ada.id) };
    let second = roles.update_user(Some(&root), command).await.unwrap();
    let at = |user: &User| user.suspension.as_ref().unwrap().at;
    assert_eq!(at(&first), at(&second), "it goes on");
    assert_eq!(second.suspension.as_ref().unwrap().until, None);
    assert_eq!(world.letters().await.len(), 1);
}

#[tokio::test]
async fn to_take_back_a_suspension_that_has_lapsed_is_no_change() {
    let Scene { world, root, ada } = scene().await;
    let until = world.ports.clock.now().plus(DAY);
    let command = UpdateUser { status: suspended(Some(until)), ..update(ada.id) };
    let suspended = world.app.roles.update_user(Some(&root), command).await.unwrap();
    world.clock.advance(DAY);
    let root = world.actor(ROOT, PASSWORD).await;
    let trail = world.trail();
    let back = UpdateUser { status: Some(SetStatus::Active), ..update(ada.id) };
    let same = world.app.roles.update_user(Some(&root), back).await.unwrap();
    assert_eq!((same.version, world.trail()), (suspended.version, trail));
}

#[tokio::test]
async fn the_last_active_admin_stays() {
    let Scene { world, root, .. } = scene().await;
    let roles = &world.app.roles;
    let last = |result: Result<(), UserError>| matches!(result, Err(UserError::LastAdmin));
    let drop_user = |result: Result<User, UserError>| result.map(drop);
    let demote = UpdateUser { role: Some(Role::User), ..update(root.user_id) };
    let suspend = UpdateUser { status: suspended(None), ..update(root.user_id) };
    let delete = DeleteUser { id: root.user_id, if_version: IfVersion::Any, client: a_client() };
    assert!(last(drop_user(roles.update_user(None, demote.clone()).await)));
    assert!(last(drop_user(roles.update_user(None, suspend.clone()).await)));
    assert!(last(roles.delete_user(None, delete.clone()).await));
    assert!(last(world.app.users.delete_account(&root, &a_client()).await));

    // One who is suspended is no help.
    let other = world.account_of("other@example.com", Role::Admin).await;
    let absent = UpdateUser { status: suspended(None), ..update(other.id) };
    roles.update_user(Some(&root), absent).await.unwrap();
    assert!(last(drop_user(roles.update_user(None, demote.clone()).await)));
    assert!(last(world.app.users.delete_account(&root, &a_client()).await));

    let back = UpdateUser { status: Some(SetStatus::Active), ..update(other.id) };
    roles.update_user(Some(&root), back).await.unwrap();
    // What asks for nothing of the kind is allowed at any time.
    let name = Some(DisplayName::parse("Root").unwrap());
    roles.update_user(None, UpdateUser { name, ..update(root.user_id) }).await.unwrap();
    roles.update_user(None, demote).await.unwrap();
    assert_eq!(world.user(ROOT).await.unwrap().role, Role::User);
}

#[tokio::test]
async fn an_admin_who_was_only_asked_in_is_no_help() {
    let Scene { world, root, .. } = scene().await;
    let command = InviteUser {
        email: world.email("nobody@example.com"),
        name: None,
        locale: Locale::default(),
        role: Role::Admin,
        client: a_client(),
    };
    let invited = world.app.roles.invite_user(&root, command).await.unwrap();
    let refused = world.app.users.delete_account(&root, &a_client()).await;
    assert!(matches!(refused, Err(UserError::LastAdmin)), "{refused:?}");
    // The invitation itself can be taken back.
    let command = DeleteUser { id: invited.id, if_version: IfVersion::Any, client: a_client() };
    world.app.roles.delete_user(Some(&root), command).await.unwrap();
}

#[tokio::test]
async fn nobody_acts_on_the_own_account_and_a_moderator_on_users_only() {
    let Scene { world, root, ada } = scene().await;
    let moderator = world.actor_of("mo@example.com", Role::Moderator).await;
    let second = world.account_of("mod2@example.com", Role::Moderator).await;
    let roles = &world.app.roles;
    let client = a_client();
    for target in [root.user_id, second.id, moderator.user_id] {
        assert!(is_forbidden(&roles.list_user_sessions(&moderator, target, &client).await));
        assert!(is_forbidden(&roles.revoke_user_sessions(&moderator, target, &client).await));
    }
    assert_eq!(roles.list_user_sessions(&moderator, ada.id, &client).await.unwrap().len(), 0);
    for target in [root.user_id, ada.id] {
        let name = Some(DisplayName::parse("Eve").unwrap());
        let command = UpdateUser { name, ..update(target) };
        assert!(is_forbidden(&roles.update_user(Some(&moderator), command).await));
        let command = DeleteUser { id: target, if_version: IfVersion::Any, client: client.clone() };
        assert!(is_forbidden(&roles.delete_user(Some(&moderator), command).await));
        let command = StartPasswordReset { id: target, client: client.clone() };
        assert!(is_forbidden(&roles.start_password_reset(&moderator, command).await));
    }
    let oneself = UpdateUser { role: Some(Role::User), ..update(root.user_id) };
    assert!(is_forbidden(&roles.update_user(Some(&root), oneself).await));
    let oneself =
        DeleteUser { id: root.user_id, if_version: IfVersion::Any, client: client.clone() };
    assert!(is_forbidden(&roles.delete_user(Some(&root), oneself).await));
    assert!(is_forbidden(&roles.revoke_user_sessions(&root, root.user_id, &client).await));

    let refusals: Vec<_> = world.store.audit_events();
    let refusals = refusals.iter().filter(|event| event.kind == EventKind::AuthorizationFailed);
    assert_eq!(refusals.count(), 6 + 6 + 3);
}

#[tokio::test]
async fn a_user_learns_of_nobody() {
    let Scene { world, root, .. } = scene().await;
    let ada = world.actor(ADA, PASSWORD).await;
    let client = a_client();
    let everybody = ListUsers {
        filter: UserFilter::default(),
        after: None,
        limit: Limit::DEFAULT,
        client: client.clone(),
    };
    assert!(is_forbidden(&world.app.roles.list_users(Some(&ada), everybody.clone()).await));
    assert!(is_forbidden(&world.app.roles.read_user(&ada, root.user_id, &client).await));
    let listed = world.app.roles.list_users(Some(&root), everybody).await.unwrap();
    assert_eq!(listed.items.len(), 2);
}

#[tokio::test]
async fn a_role_that_was_lowered_meanwhile_counts() {
    let Scene { world, root, ada } = scene().await;
    let other = world.actor_of("other@example.com", Role::Admin).await;
    let demote = UpdateUser { role: Some(Role::Moderator), ..update(root.user_id) };
    world.app.roles.update_user(Some(&other), demote).await.unwrap();
    // `root` was judged before that.
    let command = UpdateUser { role: Some(Role::Admin), ..update(ada.id) };
    let refused = world.app.roles.update_user(Some(&root), command).await;
    assert!(matches!(refused, Err(UserError::Session(SessionError::Revoked))), "{refused:?}");
    assert_eq!(world.user(ADA).await.unwrap().role, Role::User);
}

#[tokio::test]
async fn a_user_is_never_made_a_visitor() {
    let Scene { world, root, ada } = scene().await;
    let command = UpdateUser { role: Some(Role::Anonymous), ..update(ada.id) };
    let refused = world.app.roles.update_user(Some(&root), command).await;
    assert!(matches!(refused, Err(UserError::Invalid(_))), "{refused:?}");
}

#[tokio::test]
async fn whoever_looks_after_accounts_ends_their_sessions() {
    let Scene { world, root, ada } = scene().await;
    let grants = [world.log_in(ADA, PASSWORD).await, world.log_in(ADA, PASSWORD).await];
    let client = a_client();
    let revoked = world.app.roles.revoke_user_sessions(&root, ada.id, &client).await.unwrap();
    assert_eq!(revoked, 2);
    for grant in grants {
        let dead = world.authenticate(&grant.unwrap()).await;
        assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    }
    world.clock.advance(Duration::from_secs(1));
    world.log_in(ADA, PASSWORD).await.unwrap();
}
