use bookplate_domain::{
    audit::{EventFilter, EventKind, ListEvents, ListOwnEvents, Whose},
    roles::Role,
    sessions::SessionError,
    shared::Limit,
};
use bookplate_testkit::a_client;

use crate::world::{ADA, DAY, MINUTE, OTHER_PASSWORD, PASSWORD, World};

#[tokio::test]
async fn a_user_sees_what_happened_to_the_own_account() {
    let world = World::new().await;
    world.account().await;
    world.clock.advance(MINUTE);
    let actor = world.actor(ADA, PASSWORD).await;
    world.clock.advance(MINUTE);
    world.actor_of("eve@example.com", Role::User).await;
    assert!(world.log_in(ADA, OTHER_PASSWORD).await.is_err());
    let query = ListOwnEvents { after: None, limit: Limit::DEFAULT };
    let page = world.app.audit.list_own_events(&actor, query).await.unwrap();
    let kinds: Vec<_> = page.items.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::LogInFailed, EventKind::LogInSucceeded, EventKind::UserCreated]);
    assert!(page.items.iter().all(|event| event.target == Some(actor.user_id)));
}

#[tokio::test]
async fn an_admin_searches_everybodys() {
    let world = World::new().await;
    let root = world.actor_of("root@example.com", Role::Admin).await;
    let ada = world.actor_of(ADA, Role::User).await;
    world.clock.advance(DAY);
    assert!(world.log_in(ADA, OTHER_PASSWORD).await.is_err());
    let search = async |filter| {
        let query = ListEvents { filter, after: None, limit: Limit::DEFAULT, client: a_client() };
        world.app.audit.list_events(&root, query).await.unwrap().items
    };
    let all = EventFilter::default();
    let of_ada = EventFilter { whose: Some(Whose::ActorOrTarget(ada.user_id)), ..all };
    assert_eq!(search(of_ada).await.len(), 3);
    let failed = EventFilter { kind: Some(EventKind::LogInFailed), ..all };
    assert_eq!(search(failed).await.len(), 1);
    let now = world.ports.clock.now();
    assert_eq!(search(EventFilter { from: Some(now), ..all }).await.len(), 1);
    assert_eq!(search(EventFilter { to: Some(now), ..all }).await.len(), 4);
    let query = ListEvents { filter: all, after: None, limit: Limit::DEFAULT, client: a_client() };
    let refused = world.app.audit.list_events(&ada, query).await;
    assert!(matches!(refused, Err(SessionError::Forbidden)), "{refused:?}");
}

#[tokio::test]
async fn old_events_go() {
    let world = World::with(|policy| policy.audit.retention = 30 * DAY).await;
    world.account().await;
    world.clock.advance(15 * DAY);
    world.request_reset(ADA).await.unwrap();
    assert_eq!(world.app.audit.purge_events().await.unwrap(), 0);
    world.clock.advance(15 * DAY);
    assert_eq!(world.app.audit.purge_events().await.unwrap(), 0, "not older yet");
    world.clock.advance(std::time::Duration::from_millis(1));
    assert_eq!(world.app.audit.purge_events().await.unwrap(), 1);
    assert_eq!(world.trail(), [EventKind::PasswordResetRequested]);
}
