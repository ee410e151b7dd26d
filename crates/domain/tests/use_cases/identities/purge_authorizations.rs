use bookplate_domain::{
    identities::{CompletedAuthorization, PendingAuthorization},
    store::Store,
};
use bookplate_testkit::{a_completed_authorization, a_pending_authorization};

use super::{ada, coming_back, with_code};
use crate::world::{MILLISECOND, World};

#[tokio::test]
async fn what_is_over_is_forgotten_and_what_is_not_works_on() {
    let world = World::new().await;
    let purge = async || world.app.identities.purge_authorizations().await.unwrap();
    world.acme.say(ada());
    world.away().await;
    world.code(ada()).await;
    assert_eq!(purge().await, 0);
    world.clock.advance(CompletedAuthorization::LIFETIME - MILLISECOND);
    assert_eq!(purge().await, 0);
    let away = world.away().await;
    world.clock.advance(MILLISECOND);
    assert_eq!([purge().await, purge().await], [1, 0], "the code");
    world.clock.advance(PendingAuthorization::LIFETIME - CompletedAuthorization::LIFETIME);
    assert_eq!([purge().await, purge().await], [1, 0], "the way there");
    let (_, code) = with_code(world.complete(coming_back(&away)).await);
    let code = bookplate_domain::identities::OneTimeCode {
        code,
        verifier: super::verifier(super::VERIFIER),
    };
    assert_eq!(purge().await, 0);
    world.enter(&code).await.unwrap();
}

#[tokio::test]
async fn many_go_a_part_at_a_time() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    for _ in 0..375 {
        tx.authorizations().insert_pending(&a_pending_authorization()).await.unwrap();
        tx.authorizations().insert_completed(&a_completed_authorization()).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.clock.advance(PendingAuthorization::LIFETIME);
    let mut purged = Vec::new();
    for _ in 0..3 {
        purged.push(world.app.identities.purge_authorizations().await.unwrap());
    }
    assert_eq!(purged, [500, 250, 0]);
}
