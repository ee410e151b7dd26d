use std::time::Duration;

use bookplate_domain::{
    sessions::{EndReason, FeedCursor, Revocations, RevokedTokens},
    shared::Clock,
    store::Store,
};

use crate::world::{ADA, MINUTE, OTHER_PASSWORD, PASSWORD, World};

async fn poll(world: &World, since: Option<FeedCursor>) -> Revocations {
    world.app.sessions.list_revocations(since).await.unwrap()
}

#[tokio::test]
async fn a_reset_ends_the_session_and_dates_the_user() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let nothing = poll(&world, None).await;
    assert!(nothing.items.is_empty() && !nothing.more);
    world.clock.advance(MINUTE);
    world.request_reset(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    world.reset(&token, OTHER_PASSWORD).await.unwrap();

    let mut told: Vec<_> =
        poll(&world, Some(nothing.next)).await.items.into_iter().map(|r| r.what).collect();
    told.sort_by_key(|what| matches!(what, RevokedTokens::OfUser(_)));
    let expected =
        [RevokedTokens::OfSession(grant.session.id), RevokedTokens::OfUser(grant.user.id)];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn what_is_committed_late_is_told_all_the_same_and_nothing_for_ever() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let cursor = poll(&world, None).await.next;
    // A transaction that began a while before the poll ends after it.
    let begun = world.clock.now().minus(Duration::from_secs(10));
    let mut tx = world.store.begin().await.unwrap();
    tx.sessions().revoke(grant.session.id, EndReason::LoggedOut, begun).await.unwrap();
    tx.commit().await.unwrap();
    let late = poll(&world, Some(cursor)).await;
    assert_eq!(late.items.len(), 1);

    world.clock.advance(MINUTE);
    let repeated = poll(&world, Some(late.next)).await;
    assert_eq!(repeated.items, late.items, "it may be told twice");
    assert!(poll(&world, Some(repeated.next)).await.items.is_empty());
    assert_eq!(poll(&world, None).await.items.len(), 1, "whoever begins now needs it");
    world.clock.advance(15 * MINUTE);
    assert!(poll(&world, None).await.items.is_empty(), "no token of it lives any more");
}

#[tokio::test]
async fn what_is_committed_between_two_pages_is_told_by_the_next_poll() {
    let world = World::with(|policy| policy.sessions.max_per_user = 2000).await;
    let grant = world.signed_in().await;
    let mut grants = Vec::new();
    for _ in 0..1001 {
        grants.push(world.log_in(ADA, PASSWORD).await.unwrap());
    }
    let end = async |id, at| {
        let mut tx = world.store.begin().await.unwrap();
        tx.sessions().revoke(id, EndReason::LoggedOut, at).await.unwrap();
        tx.commit().await.unwrap();
    };
    for other in &grants {
        end(other.session.id, world.clock.now()).await;
    }
    let first = poll(&world, None).await;
    assert!(first.more && first.items.len() == 1000);
    // A slow reader, and a transaction that began before its first page.
    end(grant.session.id, world.clock.now().minus(Duration::from_secs(10))).await;
    world.clock.advance(MINUTE);
    let rest = poll(&world, Some(first.next)).await;
    assert!(!rest.more && rest.items.len() == 1);
    let told = poll(&world, Some(rest.next)).await;
    assert!(told.items.iter().any(|r| r.what == RevokedTokens::OfSession(grant.session.id)));
}
