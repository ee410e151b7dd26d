use std::time::Duration;

use bookplate_domain::store::Store;
use bookplate_testkit::{a_mail, a_moment, an_event};
use tokio::time::timeout;

use crate::database::{Database, Kind};

on_both! {
    the_bell_rings_once_a_mail_is_kept
    the_bell_rings_once_a_dead_mail_is_owed_again
}

const A_MOMENT: Duration = Duration::from_millis(100);

async fn the_bell_rings_once_a_mail_is_kept(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let bell = store.outbox_bell();
    let rang = async || timeout(A_MOMENT, bell.notified()).await.is_ok();

    let mut tx = store.begin().await.unwrap();
    tx.outbox().insert(&a_mail()).await.unwrap();
    assert!(!rang().await, "it is not kept yet");
    tx.commit().await.unwrap();
    // Whoever comes to listen late hears it all the same.
    assert!(rang().await);
    assert!(!rang().await, "once");

    let mut tx = store.begin().await.unwrap();
    tx.outbox().insert(&a_mail()).await.unwrap();
    drop(tx);
    assert!(!rang().await, "nothing was kept");

    let mut tx = store.begin().await.unwrap();
    tx.audit().record(&an_event()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!rang().await, "no mail was added");
}

async fn the_bell_rings_once_a_dead_mail_is_owed_again(kind: Kind) {
    let database = Database::migrated(kind).await;
    let store = database.store().await;
    let mail = a_mail();
    let mut tx = store.begin().await.unwrap();
    tx.outbox().insert(&mail).await.unwrap();
    tx.commit().await.unwrap();

    // Nobody listened to the first store; the second has not rung yet.
    let store = database.store().await;
    let bell = store.outbox_bell();
    let rang = async || timeout(A_MOMENT, bell.notified()).await.is_ok();
    for dead in [false, true] {
        let mut tx = store.begin().await.unwrap();
        if dead {
            tx.outbox().bury(mail.id, a_moment(), "no").await.unwrap();
        }
        assert_eq!(tx.outbox().retry(mail.id, a_moment()).await.unwrap(), dead);
        tx.commit().await.unwrap();
        assert_eq!(rang().await, dead);
    }
}
