use std::time::Duration;

use bookplate_domain::{
    audit::{Event, EventFilter, EventKind, Whose},
    shared::{Client, Limit, Timestamp, UserId},
    store::{StoreError, Unique},
};

use super::{Inspect, Subject, begin, keep, pages, read};
use crate::{a_moment, a_user, an_event};

pub async fn every_kind_is_recorded(store: Subject) {
    for kind in EventKind::ALL {
        let event = Event { kind: *kind, ..an_event() };
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

fn all_kinds() -> Vec<Event> {
    EventKind::ALL.iter().map(|kind| Event { kind: *kind, ..an_event() }).collect()
}

pub async fn every_field_reads_back_in_order(store: Subject, guard: impl Inspect) {
    let mut events = all_kinds();
    events.push(Event {
        actor: None,
        target: None,
        session: None,
        client: Client::default(),
        changes: Vec::new(),
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

fn at(seconds: u64) -> Timestamp {
    a_moment().plus(Duration::from_secs(seconds))
}

async fn record(store: &Subject, events: &[Event]) {
    keep(store, async |tx| tx.audit().record_all(events).await.unwrap()).await;
}

/// What a filter lets through, after a check that pages of every size say the same.
async fn list(store: &Subject, filter: &EventFilter) -> Vec<Event> {
    let of_size = async |count| {
        pages(count, async |after, limit| {
            read(store).audit().list(filter, after, limit).await.unwrap()
        })
        .await
    };
    let whole = of_size(100).await.concat();
    for count in [1, 2, 3] {
        let found = of_size(count).await;
        let full = found.iter().rev().skip(1).all(|page| page.len() as u64 == count);
        assert!(full, "{filter:?}, {count} a page");
        assert_eq!(found.concat(), whole, "{filter:?}, {count} a page");
    }
    whole
}

fn newest_first(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by_key(|event| std::cmp::Reverse((event.at, event.id)));
    events
}

pub async fn many_events_are_recorded_at_once_or_none(store: Subject) {
    let events: Vec<Event> = (0..2_500).map(|_| an_event()).collect();
    record(&store, &events).await;
    record(&store, &[]).await;
    let found = pages(100, async |after, limit| {
        read(&store).audit().list(&EventFilter::default(), after, limit).await.unwrap()
    });
    assert_eq!(found.await.concat(), newest_first(events.clone()));
    let refused = begin(&store).await.audit().record_all(&[an_event(), events[7].clone()]).await;
    assert!(matches!(refused, Err(StoreError::Conflict(Unique::Id))), "{refused:?}");
    let newest = read(&store).audit().list(&EventFilter::default(), None, Limit::DEFAULT).await;
    assert_eq!(newest.unwrap().items[0], newest_first(events)[0]);
}

pub async fn events_are_listed_from_the_newest_and_of_one_moment_by_falling_id(store: Subject) {
    assert_eq!(list(&store, &EventFilter::default()).await, []);
    let moments = [3, 1, 2, 1, 3, 1];
    let events: Vec<Event> =
        moments.iter().map(|seconds| Event { at: at(*seconds), ..an_event() }).collect();
    record(&store, &events).await;
    assert_eq!(list(&store, &EventFilter::default()).await, newest_first(events));
}

pub async fn events_are_listed_by_kind(store: Subject) {
    let events = [all_kinds(), all_kinds()].concat();
    record(&store, &events).await;
    for kind in EventKind::ALL {
        let filter = EventFilter { kind: Some(*kind), ..EventFilter::default() };
        let expected = events.iter().filter(|event| event.kind == *kind).cloned().collect();
        assert_eq!(list(&store, &filter).await, newest_first(expected));
    }
}

pub async fn events_are_listed_from_a_moment_until_before_another(store: Subject) {
    let events: Vec<Event> =
        [0, 1, 1, 2, 3].map(|seconds| Event { at: at(seconds), ..an_event() }).to_vec();
    record(&store, &events).await;
    for (from, to, expected) in [
        (Some(at(1)), Some(at(3)), 3),
        (Some(at(1)), Some(at(1)), 0),
        (Some(at(2)), None, 2),
        (None, Some(at(1)), 1),
        (Some(at(3)), Some(at(1)), 0),
        (Some(at(4)), None, 0),
    ] {
        let filter = EventFilter { from, to, ..EventFilter::default() };
        let expected_events = events.iter().filter(|event| {
            from.is_none_or(|from| event.at >= from) && to.is_none_or(|to| event.at < to)
        });
        let listed = list(&store, &filter).await;
        assert_eq!(listed, newest_first(expected_events.cloned().collect()));
        assert_eq!(listed.len(), expected);
    }
}

/// Events that concern two users in every way there is.
fn of_two_users() -> (UserId, Vec<Event>) {
    let (ada, bob) = (a_user().id, a_user().id);
    let whose = [None, Some(ada), Some(bob)];
    let mut events = Vec::new();
    for (number, actor) in (0..).zip(whose) {
        for target in whose {
            for kind in [EventKind::UserUpdated, EventKind::UserExported] {
                events.push(Event { at: at(number % 2), actor, target, kind, ..an_event() });
            }
        }
    }
    (ada, events)
}

pub async fn the_events_of_a_user_are_listed_each_once(store: Subject) {
    let (ada, events) = of_two_users();
    record(&store, &events).await;
    for kind in [None, Some(EventKind::UserUpdated)] {
        for (from, to) in [(None, None), (Some(at(1)), None), (None, Some(at(1)))] {
            let wanted = |event: &&Event| {
                kind.is_none_or(|kind| kind == event.kind)
                    && from.is_none_or(|from| event.at >= from)
                    && to.is_none_or(|to| event.at < to)
            };
            let filter = EventFilter { whose: Some(Whose::Target(ada)), kind, from, to };
            let hers = events.iter().filter(|event| event.target == Some(ada));
            let expected = newest_first(hers.filter(wanted).cloned().collect());
            assert_eq!(list(&store, &filter).await, expected);

            let filter = EventFilter { whose: Some(Whose::ActorOrTarget(ada)), ..filter };
            let hers =
                events.iter().filter(|event| [event.actor, event.target].contains(&Some(ada)));
            let expected = newest_first(hers.filter(wanted).cloned().collect());
            assert_eq!(list(&store, &filter).await, expected);
        }
    }
    for whose in [Whose::Target(a_user().id), Whose::ActorOrTarget(a_user().id)] {
        let filter = EventFilter { whose: Some(whose), ..EventFilter::default() };
        assert_eq!(list(&store, &filter).await, []);
    }
}

pub async fn what_is_kept_of_a_user_becomes_pseudonymous(store: Subject) {
    let (ada, events) = of_two_users();
    record(&store, &events).await;
    keep(&store, async |tx| {
        tx.audit().pseudonymise(ada).await.unwrap();
        tx.audit().pseudonymise(a_user().id).await.unwrap();
    })
    .await;
    // What others did to the account tells of them, and not of its owner.
    let hers = |event: &Event| event.actor.or(event.target) == Some(ada);
    let expected = events.into_iter().map(|event| match hers(&event) {
        false => event,
        true => {
            let request_id = event.client.request_id.clone();
            Event { client: Client { request_id, ..Client::default() }, ..event }
        }
    });
    let expected = newest_first(expected.collect());
    assert_eq!(list(&store, &EventFilter::default()).await, expected);
    assert_eq!(expected.iter().filter(|event| event.client.ip.is_none()).count(), 8);
}

pub async fn the_oldest_events_are_purged_as_many_as_asked_for(store: Subject) {
    let events = [4, 0, 1, 1, 2, 3].map(|seconds| Event { at: at(seconds), ..an_event() });
    record(&store, &events).await;
    let purge = async |before, count| {
        keep(&store, async |tx| tx.audit().purge(before, count).await.unwrap()).await
    };
    assert_eq!(purge(at(0), 9).await, 0);
    assert_eq!(purge(at(3), 2).await, 2);
    let left = newest_first(events.to_vec())[..4].to_vec();
    assert_eq!(list(&store, &EventFilter::default()).await, left);
    assert_eq!(purge(at(3), 9).await, 2);
    assert_eq!(list(&store, &EventFilter::default()).await, left[..2]);
    assert_eq!(purge(at(3), 9).await, 0);
    assert_eq!(purge(at(9), 9).await, 2);
}
