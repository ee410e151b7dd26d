use actix_web::http::Method;
use bookplate_domain::{
    audit::{Event, EventKind},
    roles::Role,
    sessions::SessionGrant,
    shared::UserId,
};

use super::{
    Guard, Operation,
    calls::{TARGET, valid_call},
};
use crate::testing::{PASSWORD, World};

/// The operations with a target that only show the account.
fn only_reads(operation: &Operation) -> bool {
    operation.method == Method::GET && operation.path.ends_with("{id}")
}

fn with_target() -> impl Iterator<Item = Operation> {
    Operation::all().into_iter().filter(Operation::has_target)
}

/// A world with enough admins, a caller and a target of their roles.
async fn meet(caller: Role, target: Role) -> (World, SessionGrant, UserId) {
    let world = World::new().await;
    world.account_of("root@example.com", Role::Admin).await;
    let target = world.signed_in_as(TARGET, target).await.user.id;
    let caller = world.signed_in_as("caller@example.com", caller).await;
    (world, caller, target)
}

#[actix_web::test]
async fn a_moderator_acts_on_nobody_who_looks_after_accounts() {
    let mut acts = 0;
    for operation in with_target() {
        for target in [Role::Moderator, Role::Admin] {
            let (world, moderator, id) = meet(Role::Moderator, target).await;
            let call = valid_call(&operation, &world, Some(&moderator), id).await;
            let answer = world.send(call).await;
            if only_reads(&operation) {
                answer.is(200);
            } else {
                answer.problem(403, "FORBIDDEN");
                let events = world.store.audit_events();
                let is_refusal = |event: &&Event| event.kind == EventKind::AuthorizationFailed;
                let noted: Vec<_> = events.iter().filter(is_refusal).collect();
                let [event] = noted[..] else { panic!("{}: {noted:?}", operation.name()) };
                // Where the role has no such permission at all, the target was never looked for.
                let Guard::Permission(permission) = operation.guard else { unreachable!() };
                let concerned =
                    if Role::Moderator.may(permission) { id } else { moderator.user.id };
                assert_eq!(event.actor, Some(moderator.user.id), "{}", operation.name());
                assert_eq!(event.target, Some(concerned), "{}", operation.name());
                assert!(world.log_in(TARGET, PASSWORD).await.is_some());
                acts += 1;
            }
        }
    }
    let changing = with_target().filter(|operation| !only_reads(operation));
    assert_eq!(acts, 2 * changing.count());
}

#[actix_web::test]
async fn a_moderator_acts_on_users_as_far_as_the_table_goes() {
    for operation in with_target() {
        let (world, moderator, id) = meet(Role::Moderator, Role::User).await;
        let call = valid_call(&operation, &world, Some(&moderator), id).await;
        let answer = world.send(call).await;
        let Guard::Permission(permission) = operation.guard else { panic!("{operation:?}") };
        if Role::Moderator.may(permission) {
            assert!(answer.status.is_success(), "{}: {}", operation.name(), answer.text);
        } else {
            answer.problem(403, "FORBIDDEN");
        }
    }
}

#[actix_web::test]
async fn an_admin_acts_on_everybody_else() {
    for operation in with_target() {
        for target in [Role::User, Role::Moderator, Role::Admin] {
            let (world, admin, id) = meet(Role::Admin, target).await;
            let call = valid_call(&operation, &world, Some(&admin), id).await;
            let answer = world.send(call).await;
            assert!(answer.status.is_success(), "{}: {}", operation.name(), answer.text);
        }
    }
}

#[actix_web::test]
async fn nobody_acts_on_the_own_account_this_way() {
    for operation in with_target() {
        for role in [Role::Moderator, Role::Admin] {
            let (world, caller, _) = meet(role, Role::User).await;
            let call = valid_call(&operation, &world, Some(&caller), caller.user.id).await;
            let answer = world.send(call).await;
            if only_reads(&operation) {
                answer.is(200);
            } else {
                answer.problem(403, "FORBIDDEN");
                assert!(world.is_signed_in(&caller).await);
            }
        }
    }
}
