use bookplate_domain::{
    audit::{Event, EventKind},
    shared::Client,
    store::{StoreError, Unique},
};

use super::{Inspect, Subject, begin, keep};
use crate::an_event;

pub async fn every_kind_is_recorded(store: Subject) {
    for kind in EventKind::ALL {
        let event = Event { kind, ..an_event() };
        keep(&store, async |tx| tx.audit().record(&event).await.unwrap()).await;
    }
}

pub async fn an_event_is_recorded_once(store: Subject) {
    let event = an_event();
    keep(&store, async |tx| tx.audit().record(&event).await.unwrap()).await;
    let refused = begin(&store).await.audit().record(&event).await;
    let conflict = matches!(refused, Err(StoreError::Conflict(Unique::Id)));
    assert!(conflict, "{refused:?}");
}

pub async fn every_field_reads_back_in_order(store: Subject, guard: impl Inspect) {
    let mut events = EventKind::ALL.map(|kind| Event { kind, ..an_event() }).to_vec();
    events.push(Event {
        actor: None,
        target: None,
        session: None,
        client: Client::default(),
        ..an_event()
    });
    for event in &events {
        keep(&store, async |tx| tx.audit().record(event).await.unwrap()).await;
    }
    let mut dropped = begin(&store).await;
    dropped.audit().record(&an_event()).await.unwrap();
    drop(dropped);
    assert_eq!(guard.audit_events().await, events);
}
