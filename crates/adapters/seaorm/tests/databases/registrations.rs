//! What may happen to a registration while its token is consumed.

use std::time::Duration;

use bookplate_domain::{
    shared::TokenId,
    store::{Store, StoreError},
    users::Registration,
};
use bookplate_seaorm::SeaOrmStore;
use bookplate_testkit::{a_moment, a_registration, a_token_id, an_address};
use futures::future::join_all;

use crate::database::{Database, Kind};

on_both! {
    fifty_who_consume_rival_registrations_have_one_winner
    consuming_and_renewing_at_once_ends_in_an_order
}

/// Two waiting registrations of one address.
async fn two_rivals(store: &SeaOrmStore) -> [Registration; 2] {
    let email = an_address();
    let rivals = [(); 2].map(|()| a_registration(&email));
    insert(store, &rivals).await;
    rivals
}

async fn insert(store: &SeaOrmStore, registrations: &[Registration]) {
    let mut tx = store.begin().await.unwrap();
    for registration in registrations {
        tx.registrations().insert(registration).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn consume(store: SeaOrmStore, token: TokenId) -> Result<Option<Registration>, StoreError> {
    let mut tx = store.begin().await?;
    let consumed = tx.registrations().consume(token, a_moment()).await?;
    tx.commit().await?;
    Ok(consumed)
}

async fn renew(store: SeaOrmStore, from: TokenId, to: TokenId) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let until = a_moment().plus(Duration::from_secs(7200));
    let renewed = tx.registrations().renew(from, to, until).await?;
    tx.commit().await?;
    Ok(renewed)
}

async fn is_there(store: &SeaOrmStore, token: TokenId) -> bool {
    let mut read = store.read();
    read.registrations().find_by_token(token).await.unwrap().is_some()
}

async fn fifty_who_consume_rival_registrations_have_one_winner(kind: Kind) {
    let database = Database::migrated(kind).await.with_connections(20);
    let store = database.store().await;
    for _ in 0..5 {
        let email = an_address();
        let mut rivals: Vec<_> = (0..50).map(|_| a_registration(&email)).collect();
        // Not in the order of their ids.
        rivals.sort_by_key(|rival| rival.token.as_uuid().as_u128() % 7);
        insert(&store, &rivals).await;
        let attempts = rivals.iter().map(|r| tokio::spawn(consume(store.clone(), r.token)));
        let consumed = join_all(attempts).await;
        let winners = consumed.into_iter().filter_map(|c| c.unwrap().expect("none fails"));
        assert_eq!(winners.count(), 1);
        for rival in rivals {
            assert!(!is_there(&store, rival.token).await);
        }
    }
}

async fn consuming_and_renewing_at_once_ends_in_an_order(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    for _ in 0..60 {
        let [first, second] = two_rivals(&store).await;
        let next = a_token_id();
        let renewing = tokio::spawn(renew(store.clone(), first.token, next));
        let consuming = tokio::spawn(consume(store.clone(), first.token));
        let (renewed, consumed) = (renewing.await.unwrap(), consuming.await.unwrap());
        match (renewed.unwrap(), consumed.unwrap()) {
            (true, None) => {
                assert!(is_there(&store, next).await);
                assert!(is_there(&store, second.token).await);
            }
            (false, Some(registration)) => {
                assert_eq!(registration, first);
                assert!(!is_there(&store, next).await);
                assert!(!is_there(&store, second.token).await);
            }
            other => panic!("either comes first: {other:?}"),
        }
    }
}

/// SQLite has one writer, so this is about row locks.
#[test]
fn a_token_that_is_renewed_while_it_is_consumed_ends_nothing() {
    bookplate_testkit::run(async {
        let database = Database::migrated(Kind::Postgres).await;
        let store = database.store().await;
        let [first, second] = two_rivals(&store).await;
        let next = a_token_id();
        let mut renewing = store.begin().await.unwrap();
        let until = first.expires_at;
        let renewed = renewing.registrations().renew(first.token, next, until).await;
        assert!(renewed.unwrap());
        let consuming = tokio::spawn(consume(store.clone(), first.token));
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(!consuming.is_finished(), "it waits");
        renewing.commit().await.unwrap();
        assert_eq!(consuming.await.unwrap().unwrap(), None);
        assert!(is_there(&store, next).await);
        assert!(is_there(&store, second.token).await);
        let consumed = consume(store.clone(), next).await.unwrap();
        assert_eq!(consumed.map(|registration| registration.id), Some(first.id));
        assert!(!is_there(&store, second.token).await);
    });
}
