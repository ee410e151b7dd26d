use std::time::Duration;

use bookplate_domain::shared::{Timestamp, UserId};

use super::{Subject, a_kept_user, begin, keep, read};
use crate::{a_moment, a_user};

fn at(millis: u64) -> Timestamp {
    a_moment().plus(Duration::from_millis(millis))
}

async fn add(store: &Subject, visitor: UserId, moment: Timestamp, count: u32) {
    keep(store, async |tx| {
        tx.users().lock(visitor).await.unwrap();
        tx.visitor_questions().add(visitor, moment, count).await.unwrap();
    })
    .await;
}

async fn since(store: &Subject, visitor: UserId, after: Timestamp) -> Vec<Timestamp> {
    read(store).visitor_questions().since(visitor, after).await.unwrap()
}

async fn purge(store: &Subject, before: Timestamp, count: u32) -> u64 {
    keep(store, async |tx| tx.visitor_questions().purge(before, count).await.unwrap()).await
}

pub async fn each_question_after_a_moment_is_told_the_oldest_first(store: Subject) {
    let (visitor, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    assert_eq!(since(&store, visitor, at(0)).await, []);
    for (millis, count) in [(30, 2), (10, 1), (20, 3), (30, 1)] {
        add(&store, visitor, at(millis), count).await;
    }
    add(&store, other, at(20), 7).await;
    let all = [10, 20, 20, 20, 30, 30, 30].map(at);
    for (after, left) in [(0, 7), (9, 7), (10, 6), (19, 6), (20, 3), (29, 3), (30, 0)] {
        assert_eq!(since(&store, visitor, at(after)).await, all[7 - left..], "after {after}");
    }
    assert_eq!(since(&store, other, at(0)).await, [at(20); 7]);
    assert_eq!(since(&store, a_user().id, at(0)).await, []);
}

pub async fn a_transaction_sees_what_it_added(store: Subject) {
    let visitor = a_kept_user(&store).await.id;
    add(&store, visitor, at(1), 1).await;
    let mut tx = begin(&store).await;
    tx.visitor_questions().add(visitor, at(2), 2).await.unwrap();
    let seen = tx.visitor_questions().since(visitor, at(0)).await.unwrap();
    assert_eq!(seen, [at(1), at(2), at(2)]);
    drop(tx);
    assert_eq!(since(&store, visitor, at(0)).await, [at(1)]);
}

pub async fn what_is_old_is_forgotten_as_much_as_asked_for(store: Subject) {
    let (visitor, other) = (a_kept_user(&store).await.id, a_kept_user(&store).await.id);
    for millis in 1..=6 {
        add(&store, visitor, at(millis), 2).await;
    }
    add(&store, other, at(1), 1).await;
    assert_eq!(purge(&store, at(1), 10).await, 0);
    // Of four notes two at a time, the one of that very moment stays.
    assert_eq!(purge(&store, at(4), 2).await, 2);
    assert_eq!(purge(&store, at(4), 10).await, 2);
    assert_eq!(purge(&store, at(4), 10).await, 0);
    let left = [4, 4, 5, 5, 6, 6].map(at);
    assert_eq!(since(&store, visitor, at(0)).await, left);
    assert_eq!(since(&store, other, at(0)).await, []);
    assert_eq!(purge(&store, at(1000), 2).await, 2);
    assert_eq!(since(&store, visitor, at(0)).await.len(), 2);
}
