//! Who may look after reports, and who may not any more.

use bookplate_domain::{
    audit::EventKind,
    chats::{ChatError, ListReports, Report, ReportAction, ReportStatus, ResolveReport},
    roles::{Role, UpdateUser},
    sessions::{Actor, SessionError},
    shared::{IfVersion, Limit, UserId},
};
use bookplate_testkit::a_client;

use super::{names, question};
use crate::world::{ADA, DAY, World};

/// Everything that only moderators may do, and what comes of it.
async fn everything_tried(
    world: &World,
    actor: &Actor,
    report: &Report,
) -> Vec<Result<(), ChatError>> {
    let chats = &world.app.chats;
    let list = ListReports { status: None, after: None, limit: Limit::MOST, client: a_client() };
    let mut tried = vec![
        chats.list_reports(actor, list).await.map(drop),
        chats.read_report(actor, report.id, &a_client()).await.map(drop),
    ];
    for &action in ReportAction::ALL {
        let id = report.id;
        let resolve = ResolveReport { id, action, note: None, client: a_client() };
        tried.push(chats.resolve_report(actor, resolve).await.map(drop));
    }
    tried
}

/// Who was refused, and what account it would have concerned.
fn refusals(world: &World) -> Vec<(Option<UserId>, Option<UserId>)> {
    let events = world.store.audit_events().into_iter();
    let refused = events.filter(|event| event.kind == EventKind::AuthorizationFailed);
    refused.map(|event| (event.actor, event.target)).collect()
}

#[tokio::test]
async fn whoever_is_no_moderator_learns_nothing_of_reports_not_even_of_the_own_ones() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let visitor = world.visitor().await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let (report, _) = world.report(&ada, chat, "q").await.unwrap();
    for actor in [&ada, &visitor] {
        let before = refusals(&world).len();
        let tried = everything_tried(&world, actor, &report).await;
        for result in &tried {
            let forbidden = matches!(result, Err(ChatError::Session(SessionError::Forbidden)));
            assert!(forbidden, "{result:?}");
        }
        let own = (Some(actor.user_id), Some(actor.user_id));
        assert_eq!(refusals(&world)[before..], vec![own; tried.len()]);
    }
    assert_eq!(names(&world.active(&ada, chat).await), ["q"]);
    let (again, created) = world.report(&ada, chat, "q").await.unwrap();
    assert_eq!((again.status(), created), (ReportStatus::Open, false));
}

#[tokio::test]
async fn a_moderator_whose_session_has_ended_meanwhile_does_nothing() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat = world.chat(&ada, vec![question("q")]).await;
    let (report, _) = world.report(&ada, chat, "q").await.unwrap();
    let root = world.actor_of("root@example.com", Role::Admin).await;
    let moderators = [
        world.actor_of("out@example.com", Role::Moderator).await,
        world.actor_of("lowered@example.com", Role::Moderator).await,
    ];
    let [out, lowered] = &moderators;
    world.app.sessions.revoke_session(out, out.session_id, &a_client()).await.unwrap();
    let demote = UpdateUser {
        id: lowered.user_id,
        name: None,
        role: Some(Role::User),
        status: None,
        if_version: IfVersion::Any,
        client: a_client(),
    };
    world.app.roles.update_user(Some(&root), demote).await.unwrap();
    // Both were judged before that.
    for moderator in &moderators {
        for result in everything_tried(&world, moderator, &report).await {
            let revoked = matches!(result, Err(ChatError::Session(SessionError::Revoked)));
            assert!(revoked, "{result:?}");
        }
    }
    let away = world.actor_of("away@example.com", Role::Moderator).await;
    world.clock.advance(30 * DAY);
    for result in everything_tried(&world, &away, &report).await {
        let expired = matches!(result, Err(ChatError::Session(SessionError::Expired)));
        assert!(expired, "{result:?}");
    }
    assert_eq!(names(&world.active(&ada, chat).await), ["q"]);
}
