use std::sync::Arc;

use bookplate_domain::{
    Bookplate,
    sessions::{KeyRingError, SessionError},
    store::{Repositories, Store, StoreError, Transaction},
};
use bookplate_memory::MemoryStore;
use bookplate_testkit::{a_signing_key, doubles::PlainAccessTokens};
use futures::future::join_all;
use secrecy::ExposeSecret;
use tokio::sync::Barrier;

use crate::world::World;

/// A node that has no keys yet.
fn a_node(world: &World, store: Arc<dyn Store>) -> Bookplate {
    let ring = Arc::new(PlainAccessTokens::default());
    world.node(|ports| {
        ports.store = store;
        ports.access_tokens = ring.clone();
        ports.key_ring = ring;
    })
}

/// A store that lets nobody write before everybody has read.
struct AllReadFirst {
    store: MemoryStore,
    everybody: Barrier,
}

#[async_trait::async_trait]
impl Store for AllReadFirst {
    fn read(&self) -> Box<dyn Repositories> {
        self.store.read()
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        self.everybody.wait().await;
        self.store.begin().await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.store.ping().await
    }

    async fn require_migrated(&self) -> Result<(), StoreError> {
        self.store.require_migrated().await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_start_together_end_with_one_key() {
    const NODES: usize = 16;
    let world = World::new().await;
    let store =
        Arc::new(AllReadFirst { store: MemoryStore::new(), everybody: Barrier::new(NODES) });
    let nodes: Vec<_> = (0..NODES).map(|_| a_node(&world, store.clone())).collect();
    let starts = nodes
        .iter()
        .cloned()
        .map(|node| tokio::spawn(async move { node.sessions.load_signing_keys().await }));
    for started in join_all(starts).await {
        started.unwrap().unwrap();
    }
    let keys = store.read().signing_keys().list().await.unwrap();
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0].generation, 1);
    for node in nodes {
        let published = node.sessions.public_keys();
        assert_eq!(published.len(), 1);
        assert_eq!(published[0].kid, keys[0].kid);
    }
}

#[tokio::test]
async fn a_node_that_starts_later_accepts_what_was_signed_before() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let later = a_node(&world, Arc::new(world.store.clone()));
    let token = grant.tokens.access.0.expose_secret();
    later.sessions.authenticate(token).await.unwrap_err();
    later.sessions.load_signing_keys().await.unwrap();
    later.sessions.authenticate(token).await.unwrap();
    let keys = world.store.read().signing_keys().list().await.unwrap();
    assert_eq!(keys.len(), 1);
}

#[tokio::test]
async fn a_key_that_does_not_open_stops_the_start_and_is_named() {
    let world = World::new().await;
    let foreign = a_signing_key(2);
    let mut tx = world.store.begin().await.unwrap();
    tx.signing_keys().insert(&foreign).await.unwrap();
    tx.commit().await.unwrap();
    let result = world.app.sessions.load_signing_keys().await;
    let Err(SessionError::Keys(KeyRingError::Sealed { kid })) = result else {
        panic!("{result:?}");
    };
    assert_eq!(kid, foreign.kid);
}
