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
    let key = SigningKey {
        created_at: Timestamp::from_unix_millis(1),
        active_at: Timestamp::from_unix_millis(i64::MAX),
        ..a_signing_key(u32::MAX)
    };
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

pub async fn a_key_is_sealed_anew_and_nothing_else_of_it_changes(store: Subject) {
    let keys = [1, 2].map(a_signing_key);
    for key in &keys {
        insert(&store, key).await;
    }
    let sealed = vec![0, 255, 7];
    keep(&store, async |tx| {
        tx.signing_keys().reseal(&keys[1].kid, &sealed).await.unwrap();
        tx.signing_keys().reseal(&a_signing_key(3).kid, &[1]).await.unwrap();
    })
    .await;
    let [first, second] = keys;
    assert_eq!(list(&store).await, [first, SigningKey { sealed, ..second }]);
}

pub async fn a_key_is_removed_once(store: Subject) {
    let keys = [1, 2].map(a_signing_key);
    for key in &keys {
        insert(&store, key).await;
    }
    let delete =
        async |kid| keep(&store, async |tx| tx.signing_keys().delete(kid).await).await.unwrap();
    let [first, second] = &keys;
    assert!(delete(&first.kid).await);
    assert!(!delete(&first.kid).await);
    assert!(!delete(&a_signing_key(3).kid).await);
    assert_eq!(list(&store).await, std::slice::from_ref(second));
    // Its generation is free again.
    insert(&store, first).await;
    assert_eq!(list(&store).await, keys);
}
