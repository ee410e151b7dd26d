//! The author of a reported message is suspended: whoever holds the chat.

use bookplate_domain::{
    audit::EventKind,
    chats::{ChatError, ReportAction, ReportStatus, ResolveReport},
    mail::Mail,
    roles::Role,
    sessions::{Actor, SessionError},
    shared::ReportId,
    users::Status,
};
use bookplate_testkit::a_client;

use super::{names, question};
use crate::world::{ADA, PASSWORD, World};

const MO: &str = "mo@example.com";
const ROOT: &str = "root@example.com";

/// Reports a message of the own, as somebody who is to be suspended.
async fn reported_by(world: &World, author: &Actor) -> ReportId {
    let chat = world.chat(author, vec![question("q")]).await;
    world.report(author, chat, "q").await.unwrap().0.id
}

async fn suspend(world: &World, actor: &Actor, id: ReportId) -> Result<(), ChatError> {
    let action = ReportAction::SuspendAuthor;
    let command = ResolveReport { id, action, note: None, client: a_client() };
    world.app.chats.resolve_report(actor, command).await.map(drop)
}

/// Whether the report waits for somebody else.
async fn is_open(world: &World, root: &Actor, id: ReportId) -> bool {
    let read = world.app.chats.read_report(root, id, &a_client()).await.unwrap();
    read.report.status() == ReportStatus::Open
}

fn is_forbidden(result: &Result<(), ChatError>) -> bool {
    matches!(result, Err(ChatError::Session(SessionError::Forbidden)))
}

#[tokio::test]
async fn a_suspended_author_is_signed_out_everywhere_and_told() {
    let world = World::new().await;
    let moderator = world.actor_of(MO, Role::Moderator).await;
    world.account().await;
    let grant = world.log_in(ADA, PASSWORD).await.unwrap();
    let ada = world.authenticate(&grant).await.unwrap().actor;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let (report, _) = world.report(&ada, chat, "q").await.unwrap();
    world.letters().await;
    suspend(&world, &moderator, report.id).await.unwrap();

    let user = world.user(ADA).await.unwrap();
    assert_eq!(user.status(world.ports.clock.now()), Status::Suspended);
    let suspension = user.suspension.unwrap();
    assert_eq!(suspension.until, None);
    assert!(suspension.reason.as_str().contains("spam"), "{suspension:?}");
    let dead = world.authenticate(&grant).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    let refused = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(refused, Err(SessionError::Suspended)), "{refused:?}");
    let letters = world.letters().await;
    assert!(
        letters.iter().any(|letter| matches!(letter.mail, Mail::AccountSuspended { .. })),
        "{letters:?}"
    );
    for kind in [EventKind::UserSuspended, EventKind::ReportResolved] {
        assert_eq!(world.trail().into_iter().filter(|each| *each == kind).count(), 1, "{kind:?}");
    }
    // The message stays, for whoever looks into it.
    let read = world.app.chats.read_report(&moderator, report.id, &a_client()).await.unwrap();
    assert_eq!(names(&[read.message.unwrap()]), ["q"]);
}

#[tokio::test]
async fn a_visitor_is_suspended_like_a_user() {
    let world = World::new().await;
    let moderator = world.actor_of(MO, Role::Moderator).await;
    let (visitor, grant) = world.visitor_with_grant().await;
    let id = reported_by(&world, &visitor).await;
    suspend(&world, &moderator, id).await.unwrap();
    let dead = world.authenticate(&grant).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
}

#[tokio::test]
async fn a_moderator_suspends_no_staff_and_nobody_themselves() {
    let world = World::new().await;
    let moderator = world.actor_of(MO, Role::Moderator).await;
    let root = world.actor_of(ROOT, Role::Admin).await;
    let other = world.actor_of("mod2@example.com", Role::Moderator).await;
    let mut refused = Vec::new();
    for (actor, author) in
        [(&moderator, &moderator), (&moderator, &other), (&moderator, &root), (&root, &root)]
    {
        let id = reported_by(&world, author).await;
        let result = suspend(&world, actor, id).await;
        assert!(is_forbidden(&result), "{:?} on {:?}: {result:?}", actor.role, author.role);
        assert!(is_open(&world, &root, id).await, "somebody else settles it");
        refused.push((Some(actor.user_id), Some(author.user_id)));
    }
    for email in [MO, ROOT, "mod2@example.com"] {
        let user = world.user(email).await.unwrap();
        assert_eq!(user.status(world.ports.clock.now()), Status::Active, "{email}");
    }
    let events = world.store.audit_events().into_iter();
    let noted = events.filter(|event| event.kind == EventKind::AuthorizationFailed);
    assert_eq!(noted.map(|event| (event.actor, event.target)).collect::<Vec<_>>(), refused);
}

#[tokio::test]
async fn a_moderator_settles_a_report_of_staff_without_suspending_them() {
    let world = World::new().await;
    let moderator = world.actor_of(MO, Role::Moderator).await;
    let root = world.actor_of(ROOT, Role::Admin).await;
    for action in [ReportAction::Dismiss, ReportAction::RemoveMessage] {
        let id = reported_by(&world, &root).await;
        let command = ResolveReport { id, action, note: None, client: a_client() };
        world.app.chats.resolve_report(&moderator, command).await.unwrap();
        assert!(!is_open(&world, &root, id).await);
    }
}

#[tokio::test]
async fn an_admin_suspends_staff_but_not_the_last_admin() {
    let world = World::new().await;
    let root = world.actor_of(ROOT, Role::Admin).await;
    let moderator = world.actor_of(MO, Role::Moderator).await;
    let second = world.actor_of("second@example.com", Role::Admin).await;
    let of_root = reported_by(&world, &root).await;
    let of_second = reported_by(&world, &second).await;
    let of_moderator = reported_by(&world, &moderator).await;
    suspend(&world, &root, of_moderator).await.unwrap();
    suspend(&world, &root, of_second).await.unwrap();
    // The other one was judged before that, and there would be no admin left.
    let late = suspend(&world, &second, of_root).await;
    assert!(matches!(late, Err(ChatError::Session(SessionError::Revoked))), "{late:?}");
    assert!(is_forbidden(&suspend(&world, &root, of_root).await));
    let user = world.user(ROOT).await.unwrap();
    assert_eq!(user.status(world.ports.clock.now()), Status::Active);
}
