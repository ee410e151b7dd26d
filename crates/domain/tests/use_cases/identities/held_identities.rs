//! What becomes of identities with the account that they lead to.

use std::{num::NonZeroU32, sync::Arc};

use bookplate_domain::{
    Bookplate, limits::GrowingDelay, roles::Role, sessions::SessionError, users::Held,
};
use bookplate_testkit::{a_client, doubles::PlainThrottle};

use super::{ACME, ada, at_acme, at_globex};
use crate::world::{ADA, OTHER_PASSWORD, PASSWORD, World};

#[tokio::test]
async fn taking_back_a_change_of_address_unlinks_everything() {
    let world = World::new().await;
    let actor = world.actor_of(ADA, Role::User).await;
    let (confirm, revert) = world.changing(&actor, "thief@evil.example").await;
    world.confirm_change(&confirm).await.unwrap();
    let thief = world.actor("thief@evil.example", PASSWORD).await;
    let acme = at_acme("thief", "thief@evil.example");
    let code = world.code(acme.clone()).await;
    world.link(&thief, &code).await.unwrap();
    let globex = at_globex("thief", "thief@evil.example");
    let code = world.code_of_globex(globex.clone()).await;
    world.link(&thief, &code).await.unwrap();
    world.letters().await;

    world.revert_change(&revert).await.unwrap();
    assert_eq!(world.identities_of(actor.user_id).await, []);
    assert_eq!(world.live_sessions(actor.user_id).await, 0);
    // Somebody new, as far as anybody knows.
    assert_ne!(world.sign_in(acme).await.unwrap().user.id, actor.user_id);
    // The owner comes in by the mailbox, and by a provider that vouches for it.
    assert_eq!(world.sign_in(ada()).await.unwrap().user.id, actor.user_id);
}

#[tokio::test]
async fn a_new_address_leaves_the_identity_where_it_is() {
    let world = World::new().await;
    let actor = world.actor_by(ada()).await;
    world.letters().await;
    let (confirm, _) = world.changing(&actor, "new@example.com").await;
    world.confirm_change(&confirm).await.unwrap();
    assert_eq!(world.sign_in(ada()).await.unwrap().user.id, actor.user_id);
}

#[tokio::test]
async fn the_export_holds_the_own_identities() {
    let world = World::new().await;
    let actor = world.actor_by(ada()).await;
    let code = world.code_of_globex(at_globex("9", "ada@work.example")).await;
    world.link(&actor, &code).await.unwrap();
    world.sign_in(at_acme("eve", "eve@example.com")).await.unwrap();
    let mut export = world.app.users.export_own_data(&actor, &a_client()).await.unwrap();
    let mut held = Vec::new();
    while let Some(page) = export.next().await.unwrap() {
        held.extend(page.into_iter().filter_map(|each| match each {
            Held::Identity(identity) => Some(*identity),
            _ => None,
        }));
    }
    assert_eq!(held.len(), 2);
    assert_eq!(held, world.identities_of(actor.user_id).await);
}

#[tokio::test]
async fn the_identity_of_a_deleted_account_is_free_again() {
    let world = World::new().await;
    let actor = world.actor_by(ada()).await;
    let code = world.code(ada()).await;
    world.app.users.delete_account(&actor, &a_client()).await.unwrap();
    assert_eq!(world.linked_to(&ada()).await, None);
    let grant = world.enter(&code).await.unwrap();
    assert_ne!(grant.user.id, actor.user_id);
    assert_eq!(world.linked_to(&ada()).await, Some(grant.user.id));
}

#[tokio::test]
async fn an_account_without_a_password_gets_one_by_reset_and_stays_linked() {
    let world = World::new().await;
    let actor = world.actor_by(ada()).await;
    world.letters().await;
    assert_eq!(world.methods(&actor).await, [ACME]);
    world.request_reset(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    world.reset(&token, PASSWORD).await.unwrap();
    let actor = world.actor(ADA, PASSWORD).await;
    assert_eq!(world.methods(&actor).await, ["password", ACME]);
    assert_eq!(world.sign_in(ada()).await.unwrap().user.id, actor.user_id);
    world.unlink(&actor, Some(ACME)).await.unwrap();
}

#[tokio::test]
async fn whoever_guesses_at_the_password_keeps_nobody_from_coming_by_a_provider() {
    let mut world = World::new().await;
    let [free, per_day] = [5, 10].map(|n| NonZeroU32::new(n).unwrap());
    let throttle = PlainThrottle::new(GrowingDelay { free, per_day }, world.clock.clone());
    world.ports.password_throttle = Arc::new(throttle);
    world.app = Bookplate::new(world.ports.clone(), world.policy.clone());
    world.account().await;
    for n in 0..5 {
        world.log_in(ADA, &format!("wrong {n}")).await.unwrap_err();
    }
    for _ in 0..10 {
        world.sign_in(ada()).await.unwrap();
    }
    // That has told nothing about the password, either.
    let waits = world.log_in(ADA, OTHER_PASSWORD).await;
    assert!(matches!(waits, Err(SessionError::LimitReached(_))), "{waits:?}");
}
