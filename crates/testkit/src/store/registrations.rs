use std::time::Duration;

use bookplate_domain::{
    shared::{Locale, Timestamp, TokenId},
    users::{EmailAddress, Registration},
};

use super::{Subject, keep, read};
use crate::{a_locale, a_moment, a_registration, a_token_id, an_address};

async fn insert(store: &Subject, registrations: &[&Registration]) {
    keep(store, async |tx| {
        for registration in registrations {
            tx.registrations().insert(registration).await.unwrap();
        }
    })
    .await;
}

async fn find(store: &Subject, token: TokenId) -> Option<Registration> {
    let mut read = read(store);
    read.registrations().find_by_token(token).await.unwrap()
}

async fn newest(store: &Subject, email: &EmailAddress, now: Timestamp) -> Option<Registration> {
    let mut read = read(store);
    read.registrations().find_newest(email, now).await.unwrap()
}

async fn consume(store: &Subject, token: TokenId, now: Timestamp) -> Option<Registration> {
    keep(store, async |tx| tx.registrations().consume(token, now).await.unwrap()).await
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

/// The same address, as somebody else would write it.
fn respelled(email: &EmailAddress) -> EmailAddress {
    EmailAddress::parse(email.canonical()).expect("an address")
}

pub async fn every_field_reads_back_as_it_was_written(store: Subject) {
    for locale in [
        a_locale(),
        Locale { language: None, ..a_locale() },
        Locale { time_zone: None, ..a_locale() },
    ] {
        let registration = Registration {
            locale,
            expires_at: Timestamp::from_unix_millis(i64::MAX),
            ..a_registration(&an_address())
        };
        insert(&store, &[&registration]).await;
        let found = newest(&store, &registration.email, a_moment()).await;
        assert_eq!(found, Some(registration.clone()));
        let found = find(&store, registration.token).await;
        assert_eq!(found, Some(registration.clone()));
        let consumed = consume(&store, registration.token, a_moment()).await;
        assert_eq!(consumed, Some(registration));
    }
    assert_eq!(find(&store, a_token_id()).await, None);
}

pub async fn several_wait_for_one_address(store: Subject) {
    let email = an_address();
    let all = [0, 1, 2].map(|_| a_registration(&email));
    for one in &all {
        insert(&store, &[one]).await;
    }
    for one in all {
        assert_eq!(find(&store, one.token).await, Some(one));
    }
}

pub async fn the_newest_that_has_not_expired_is_found(store: Subject) {
    let email = an_address();
    let at = |created, expires| Registration {
        created_at: a_moment().plus(seconds(created)),
        expires_at: a_moment().plus(seconds(expires)),
        ..a_registration(&email)
    };
    let (middle, newest_of_all, oldest) = (at(2, 20), at(3, 10), at(1, 30));
    let elsewhere =
        Registration { created_at: a_moment().plus(seconds(4)), ..a_registration(&an_address()) };
    insert(&store, &[&middle, &newest_of_all, &oldest, &elsewhere]).await;

    for (now, expected) in [
        (Duration::from_millis(9_999), Some(&newest_of_all)),
        (seconds(10), Some(&middle)),
        (seconds(20), Some(&oldest)),
        (seconds(30), None),
    ] {
        let found = newest(&store, &respelled(&email), a_moment().plus(now)).await;
        assert_eq!(found.as_ref(), expected, "after {now:?}");
    }
}

pub async fn consuming_answers_the_registration_and_ends_its_rivals(store: Subject) {
    let email = an_address();
    let chosen = a_registration(&email);
    let rival = a_registration(&respelled(&email));
    let expired = Registration { expires_at: a_moment(), ..a_registration(&email) };
    insert(&store, &[&rival, &chosen, &expired]).await;

    let consumed = consume(&store, chosen.token, a_moment()).await;
    assert_eq!(consumed, Some(chosen.clone()));
    for gone in [chosen, rival, expired] {
        assert_eq!(find(&store, gone.token).await, None);
        assert_eq!(consume(&store, gone.token, a_moment()).await, None);
    }
    assert_eq!(newest(&store, &email, a_moment()).await, None);
}

pub async fn registrations_for_other_addresses_stay(store: Subject) {
    let (chosen, other) = (a_registration(&an_address()), a_registration(&an_address()));
    insert(&store, &[&chosen, &other]).await;
    assert!(consume(&store, chosen.token, a_moment()).await.is_some());
    assert_eq!(find(&store, other.token).await, Some(other));
}

pub async fn a_spent_or_unknown_token_consumes_nothing(store: Subject) {
    let email = an_address();
    let spent = a_registration(&email);
    insert(&store, &[&spent]).await;
    assert!(consume(&store, spent.token, a_moment()).await.is_some());

    let later = a_registration(&email);
    insert(&store, &[&later]).await;
    assert_eq!(consume(&store, spent.token, a_moment()).await, None);
    assert_eq!(consume(&store, a_token_id(), a_moment()).await, None);
    assert_eq!(find(&store, later.token).await, Some(later));
}

pub async fn an_expired_token_consumes_nothing(store: Subject) {
    let email = an_address();
    let expired = Registration { expires_at: a_moment(), ..a_registration(&email) };
    let rival = a_registration(&email);
    insert(&store, &[&expired, &rival]).await;
    assert_eq!(consume(&store, expired.token, a_moment()).await, None);
    assert_eq!(find(&store, expired.token).await, Some(expired));
    assert_eq!(find(&store, rival.token).await, Some(rival));
}

pub async fn a_renewed_registration_has_a_new_token_only(store: Subject) {
    let (old, bystander) = (a_registration(&an_address()), a_registration(&an_address()));
    insert(&store, &[&old, &bystander]).await;
    let (to, expires_at) = (a_token_id(), old.expires_at.plus(Duration::from_millis(1)));
    let renewed = keep(&store, async |tx| {
        let registrations = tx.registrations();
        registrations.renew(old.token, to, expires_at).await.unwrap()
    })
    .await;
    assert!(renewed);
    assert_eq!(find(&store, old.token).await, None);
    assert_eq!(consume(&store, old.token, a_moment()).await, None);
    let renewed = Registration { token: to, expires_at, ..old };
    assert_eq!(find(&store, to).await, Some(renewed.clone()));
    assert_eq!(consume(&store, to, a_moment()).await, Some(renewed));
    assert_eq!(find(&store, bystander.token).await, Some(bystander));
}

pub async fn only_the_present_token_can_be_renewed(store: Subject) {
    let registration = a_registration(&an_address());
    insert(&store, &[&registration]).await;
    let (second, third) = (a_token_id(), a_token_id());
    let later = registration.expires_at.plus(seconds(60));
    let renew = async |from, to| {
        keep(&store, async |tx| {
            let registrations = tx.registrations();
            registrations.renew(from, to, later).await.unwrap()
        })
        .await
    };
    assert!(renew(registration.token, second).await);
    assert!(!renew(registration.token, third).await);
    assert!(!renew(a_token_id(), third).await);
    assert_eq!(find(&store, third).await, None);
    assert!(find(&store, second).await.is_some());
}

pub async fn all_registrations_for_an_address_are_removed_and_no_others(store: Subject) {
    let (email, other) = (an_address(), an_address());
    let rows = [a_registration(&email), a_registration(&email), a_registration(&other)];
    keep(&store, async |tx| {
        for row in &rows {
            tx.registrations().insert(row).await.unwrap();
        }
    })
    .await;
    let spelled_otherwise = EmailAddress::parse(email.canonical()).expect("an address");
    keep(&store, async |tx| tx.registrations().remove_all(&spelled_otherwise).await.unwrap()).await;
    let mut read = read(&store);
    let registrations = read.registrations();
    for gone in &rows[..2] {
        assert_eq!(registrations.find_by_token(gone.token).await.unwrap(), None);
    }
    let left = registrations.find_by_token(rows[2].token).await.unwrap();
    assert_eq!(left.as_ref(), rows.last());
}
