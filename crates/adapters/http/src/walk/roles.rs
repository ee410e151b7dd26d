use bookplate_domain::{audit::EventKind, roles::Role, sessions::SessionGrant};

use super::{
    Guard, Operation,
    calls::{TARGET, valid_call},
};
use crate::{
    HttpConfig,
    testing::{Answer, PASSWORD, World, config, policy},
};

const CALLER: &str = "caller@example.com";

/// Nobody, and every role there is.
fn callers() -> impl Iterator<Item = Option<Role>> {
    std::iter::once(None).chain(Role::ALL.map(Some))
}

/// A world with the feed of revocations, and room for another admin.
async fn world() -> World {
    let revocations_key = Some("a key that another service was given".into());
    let world = World::run_by(policy(), HttpConfig { revocations_key, ..config() }).await;
    world.account_of("root@example.com", Role::Admin).await;
    world.account_of(TARGET, Role::User).await;
    world
}

impl World {
    /// A fresh session of a caller of this kind.
    async fn caller(&self, role: Option<Role>) -> Option<SessionGrant> {
        match role {
            None => None,
            Some(Role::Anonymous) => Some(self.visitor().await),
            Some(role) => Some(self.signed_in_as(CALLER, role).await),
        }
    }

    async fn walk(&self, operation: &Operation, role: Option<Role>) -> Answer {
        let caller = self.caller(role).await;
        let target = self.log_in(TARGET, PASSWORD).await.unwrap().user.id;
        self.send(valid_call(operation, self, caller.as_ref(), target).await).await
    }
}

#[track_caller]
fn insist(answer: &Answer, operation: &Operation, role: Option<Role>, status: u16, code: &str) {
    let called = format!("{} as {role:?}: {}", operation.name(), answer.text);
    assert_eq!(answer.status.as_u16(), status, "{called}");
    assert_eq!(answer.json()["code"], code, "{called}");
}

#[actix_web::test]
async fn every_operation_is_refused_exactly_where_the_table_says_so() {
    let mut calls = 0;
    for operation in Operation::all() {
        for role in callers() {
            let answer = world().await.walk(&operation, role).await;
            let allowed = match (operation.guard, role) {
                (Guard::Key, _) | (Guard::Permission(_), None) => {
                    insist(&answer, &operation, role, 401, "UNAUTHORIZED");
                    false
                }
                (Guard::Permission(permission), Some(role)) if !role.may(permission) => {
                    insist(&answer, &operation, Some(role), 403, "FORBIDDEN");
                    false
                }
                (Guard::Permission(_) | Guard::Open, _) => true,
            };
            let succeeded = answer.is_granted();
            assert_eq!(succeeded, allowed, "{} as {role:?}: {}", operation.name(), answer.text);
            calls += 1;
        }
    }
    assert_eq!(calls, Operation::all().len() * callers().count());
}

#[actix_web::test]
async fn a_refusal_is_noted_where_somebody_tried_what_only_staff_may_do() {
    let mut refused = 0;
    for operation in Operation::all().iter().filter(|operation| operation.is_for_staff()) {
        let world = world().await;
        let user = world.caller(Some(Role::User)).await.unwrap();
        let target = world.log_in(TARGET, PASSWORD).await.unwrap().user.id;
        let call = valid_call(operation, &world, Some(&user), target).await;
        world.send(call).await.problem(403, "FORBIDDEN");
        let events = world.store.audit_events();
        let mut events = events.iter().filter(|event| event.kind == EventKind::AuthorizationFailed);
        let (event, id) = (events.next(), user.user.id);
        let event = event.unwrap_or_else(|| panic!("{} notes nothing", operation.name()));
        // It is told to whoever tried: the target was never looked for.
        assert_eq!((event.actor, event.target), (Some(id), Some(id)), "{}", operation.name());
        assert_eq!(event.session, Some(user.session.id), "{}", operation.name());
        assert!(event.client.ip.is_some(), "{}", operation.name());
        assert_eq!(events.next(), None, "{}", operation.name());
        refused += 1;
    }
    let targets = Operation::all().iter().filter(|operation| operation.has_target()).count();
    assert!(refused > targets, "{refused}");
}
