//! The in-memory store keeps every promise of its port.

use std::{sync::Arc, time::Duration};

use bookplate_domain::{
    audit::Event,
    store::{ChangeListener, Store, StoreError},
};
use bookplate_memory::MemoryStore;
use bookplate_testkit::{a_mail, a_user, run, store::Inspect};

struct Peek(MemoryStore);

#[async_trait::async_trait]
impl Inspect for Peek {
    async fn audit_events(&self) -> Vec<Event> {
        self.0.audit_events()
    }
}

async fn an_empty_store() -> (Arc<dyn Store>, Peek) {
    let store = MemoryStore::new();
    (Arc::new(store.clone()), Peek(store))
}

async fn an_empty_store_told_to(listener: Arc<dyn ChangeListener>) -> (Arc<dyn Store>, ()) {
    (Arc::new(MemoryStore::new().told_to(listener)), ())
}

bookplate_testkit::store_conformance!(an_empty_store);
bookplate_testkit::listener_conformance!(an_empty_store_told_to);
bookplate_testkit::audit_conformance!(an_empty_store);

#[test]
fn a_transaction_is_spent_by_an_error() {
    run(async {
        let (store, _) = an_empty_store().await;
        let user = a_user();
        let mut tx = store.begin().await.unwrap();
        tx.users().insert(&user).await.unwrap();
        tx.users().insert(&user).await.unwrap_err();
        let again = tx.outbox().insert(&a_mail()).await;
        assert!(matches!(again, Err(StoreError::Backend(_))), "{again:?}");
        tx.commit().await.unwrap_err();
        assert_eq!(store.read().users().find(user.id).await.unwrap(), None);
    });
}

#[test]
fn nothing_is_written_outside_of_a_transaction() {
    run(async {
        let mut read = MemoryStore::new().read();
        let written = read.users().insert(&a_user()).await;
        assert!(matches!(written, Err(StoreError::Backend(_))));
    });
}

#[test]
fn the_bell_rings_after_a_commit_that_made_a_mail_owed_and_no_other() {
    run(async {
        let store = MemoryStore::new();
        let bell = store.outbox_bell();
        let rings = async || {
            let patience = Duration::from_millis(50);
            tokio::time::timeout(patience, bell.notified()).await.is_ok()
        };
        let mail = a_mail();

        let mut dropped = store.begin().await.unwrap();
        dropped.outbox().insert(&mail).await.unwrap();
        drop(dropped);
        assert!(!rings().await);

        let mut tx = store.begin().await.unwrap();
        tx.outbox().insert(&mail).await.unwrap();
        assert!(!rings().await);
        tx.commit().await.unwrap();
        assert!(rings().await);

        let mut tx = store.begin().await.unwrap();
        let (now, later) = (mail.due_at, mail.due_at.plus(Duration::from_secs(60)));
        assert_eq!(tx.outbox().claim(now, later, 1).await.unwrap().len(), 1);
        tx.users().insert(&a_user()).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!rings().await);

        let mut tx = store.begin().await.unwrap();
        tx.outbox().bury(mail.id, now, "no").await.unwrap();
        tx.commit().await.unwrap();
        assert!(!rings().await);

        let mut tx = store.begin().await.unwrap();
        assert!(tx.outbox().retry(mail.id, later).await.unwrap());
        tx.commit().await.unwrap();
        assert!(rings().await);
    });
}
