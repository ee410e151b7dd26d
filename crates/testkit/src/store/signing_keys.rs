use bookplate_domain::{
    sessions::SigningKey,
    shared::Timestamp,
    store::{StoreError, Unique},
};

use super::{Subject, begin, keep, read};
use crate::a_signing_key;

async fn insert(store: &Subject, key: &SigningKey) {
    keep(store, async |tx| {
        tx.signing_keys().insert(key).await.unwrap();
    })
    .await;
}

async fn list(store: &Subject) -> Vec<SigningKey> {
    read(store).signing_keys().list().await.unwrap()
}

pub async fn every_field_reads_back_as_it_was_written(store: Subject) {
    assert_eq!(list(&store).await, []);
    let key = SigningKey { created_at: Timestamp::from_unix_millis(1), ..a_signing_key(u32::MAX) };
    insert(&store, &key).await;
    assert_eq!(list(&store).await, [key]);
}

pub async fn keys_are_listed_from_the_lowest_generation(store: Subject) {
    let keys = [1, 2, 9, 10].map(a_signing_key);
    for place in [2, 0, 3, 1] {
        insert(&store, &keys[place]).await;
    }
    assert_eq!(list(&store).await, keys);
}

pub async fn a_generation_that_another_has_is_refused(store: Subject) {
    let (first, second) = (a_signing_key(1), a_signing_key(1));
    insert(&store, &first).await;
    let refused = begin(&store).await.signing_keys().insert(&second).await;
    let conflict = matches!(refused, Err(StoreError::Conflict(Unique::SigningKeyGeneration)));
    assert!(conflict, "{refused:?}");
    assert_eq!(list(&store).await, [first]);
}
