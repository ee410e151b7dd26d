use std::time::Duration;

use bookplate_domain::{
    identities::{
        Assertion, CodeChallenge, CompletedAuthorization, PendingAuthorization, ProviderName,
    },
    shared::{AuthorizationId, Timestamp},
    store::{StoreError, Unique},
};
use uuid::Uuid;

use super::{Subject, begin, keep};
use crate::{
    a_code_challenge, a_completed_authorization, a_moment, a_pending_authorization, an_assertion,
    an_authorization_id,
};

async fn insert(
    store: &Subject,
    pending: &[&PendingAuthorization],
    completed: &[&CompletedAuthorization],
) {
    keep(store, async |tx| {
        for row in pending {
            tx.authorizations().insert_pending(row).await.unwrap();
        }
        for row in completed {
            tx.authorizations().insert_completed(row).await.unwrap();
        }
    })
    .await;
}

async fn consume_as(
    store: &Subject,
    id: AuthorizationId,
    provider: &ProviderName,
    browser: Uuid,
    now: Timestamp,
) -> Option<PendingAuthorization> {
    keep(store, async |tx| {
        let authorizations = tx.authorizations();
        authorizations.consume_pending(id, provider, browser, now).await.unwrap()
    })
    .await
}

/// Comes back as whoever was sent.
async fn consume_pending(
    store: &Subject,
    pending: &PendingAuthorization,
    now: Timestamp,
) -> Option<PendingAuthorization> {
    consume_as(store, pending.id, &pending.provider, pending.browser, now).await
}

async fn consume_completed(
    store: &Subject,
    id: AuthorizationId,
    challenge: &CodeChallenge,
    now: Timestamp,
) -> Option<CompletedAuthorization> {
    keep(store, async |tx| {
        let authorizations = tx.authorizations();
        authorizations.consume_completed(id, challenge, now).await.unwrap()
    })
    .await
}

async fn purge(store: &Subject, now: Timestamp, count: u32) -> u64 {
    keep(store, async |tx| tx.authorizations().purge(now, count).await.unwrap()).await
}

fn just_before(moment: Timestamp) -> Timestamp {
    Timestamp::from_unix_millis(moment.unix_millis() - 1)
}

fn at(seconds: u64) -> Timestamp {
    a_moment().plus(Duration::from_secs(seconds))
}

pub async fn what_is_pending_reads_back_as_it_was_written_once(store: Subject) {
    let pending = PendingAuthorization {
        expires_at: Timestamp::from_unix_millis(i64::MAX),
        ..a_pending_authorization()
    };
    insert(&store, &[&pending], &[]).await;
    let now = just_before(pending.expires_at);
    assert_eq!(consume_pending(&store, &pending, now).await, Some(pending.clone()));
    assert_eq!(consume_pending(&store, &pending, a_moment()).await, None);
}

pub async fn what_is_completed_reads_back_as_it_was_written_once(store: Subject) {
    let bare = Assertion { email: None, email_verified: false, name: None, ..an_assertion() };
    let doubtful = Assertion { email_verified: false, ..an_assertion() };
    for assertion in [an_assertion(), bare, doubtful] {
        let completed = CompletedAuthorization {
            assertion,
            expires_at: Timestamp::from_unix_millis(i64::MAX),
            ..a_completed_authorization()
        };
        insert(&store, &[], &[&completed]).await;
        let (id, challenge) = (completed.id, completed.code_challenge.clone());
        let now = just_before(completed.expires_at);
        assert_eq!(consume_completed(&store, id, &challenge, now).await, Some(completed));
        assert_eq!(consume_completed(&store, id, &challenge, a_moment()).await, None);
    }
}

pub async fn whoever_is_not_the_browser_that_was_sent_takes_nothing(store: Subject) {
    let (pending, other) = (a_pending_authorization(), a_pending_authorization());
    insert(&store, &[&pending, &other], &[]).await;
    let elsewhere = ProviderName::parse("elsewhere").expect("a name");
    let expired = pending.expires_at;
    for (id, provider, browser, now) in [
        (an_authorization_id(), &pending.provider, pending.browser, a_moment()),
        (other.id, &pending.provider, pending.browser, a_moment()),
        (pending.id, &elsewhere, pending.browser, a_moment()),
        (pending.id, &pending.provider, other.browser, a_moment()),
        (pending.id, &pending.provider, Uuid::nil(), a_moment()),
        (pending.id, &pending.provider, pending.browser, expired),
        (pending.id, &pending.provider, pending.browser, expired.plus(Duration::from_secs(1))),
    ] {
        let taken = consume_as(&store, id, provider, browser, now).await;
        assert_eq!(taken, None, "{id} {provider} {browser} {now}");
    }
    // It stayed, until its last moment.
    let now = just_before(expired);
    assert_eq!(consume_pending(&store, &pending, now).await, Some(pending));
    assert_eq!(consume_pending(&store, &other, a_moment()).await, Some(other));
}

pub async fn whoever_does_not_know_the_verifier_takes_nothing(store: Subject) {
    let (completed, other) = (a_completed_authorization(), a_completed_authorization());
    insert(&store, &[], &[&completed, &other]).await;
    let (challenge, expired) = (&completed.code_challenge, completed.expires_at);
    let in_capitals = CodeChallenge::from_stored(challenge.as_str().to_lowercase());
    assert_ne!(&in_capitals, challenge);
    for (id, challenge, now) in [
        (an_authorization_id(), challenge, a_moment()),
        (other.id, challenge, a_moment()),
        (completed.id, &other.code_challenge, a_moment()),
        (completed.id, &a_code_challenge(), a_moment()),
        (completed.id, &in_capitals, a_moment()),
        (completed.id, challenge, expired),
        (completed.id, challenge, expired.plus(Duration::from_secs(1))),
    ] {
        let taken = consume_completed(&store, id, challenge, now).await;
        assert_eq!(taken, None, "{id} {} {now}", challenge.as_str());
    }
    // It stayed, until its last moment.
    let challenge = completed.code_challenge.clone();
    let taken = consume_completed(&store, completed.id, &challenge, just_before(expired)).await;
    assert_eq!(taken, Some(completed));
    let taken = consume_completed(&store, other.id, &other.code_challenge, a_moment()).await;
    assert_eq!(taken, Some(other));
}

pub async fn an_id_is_kept_once_of_each_kind(store: Subject) {
    let pending = a_pending_authorization();
    let completed = CompletedAuthorization { id: pending.id, ..a_completed_authorization() };
    insert(&store, &[&pending], &[&completed]).await;
    let again = PendingAuthorization { id: pending.id, ..a_pending_authorization() };
    let mut tx = begin(&store).await;
    let refused = tx.authorizations().insert_pending(&again).await;
    assert!(matches!(refused, Err(StoreError::Conflict(Unique::Id))), "{refused:?}");
    drop(tx);
    let again = CompletedAuthorization { id: completed.id, ..a_completed_authorization() };
    let mut tx = begin(&store).await;
    let refused = tx.authorizations().insert_completed(&again).await;
    assert!(matches!(refused, Err(StoreError::Conflict(Unique::Id))), "{refused:?}");
    drop(tx);

    // One kind is not taken for the other.
    assert_eq!(consume_pending(&store, &pending, a_moment()).await, Some(pending));
    let (id, challenge) = (completed.id, completed.code_challenge.clone());
    let taken = consume_completed(&store, id, &challenge, a_moment()).await;
    assert_eq!(taken, Some(completed));
}

pub async fn what_is_not_kept_is_neither_there_nor_taken(store: Subject) {
    let (pending, completed) = (a_pending_authorization(), a_completed_authorization());
    insert(&store, &[&pending], &[&completed]).await;
    let (id, challenge) = (completed.id, completed.code_challenge.clone());
    let (new, now) = (a_pending_authorization(), a_moment());
    let mut dropped = begin(&store).await;
    let authorizations = dropped.authorizations();
    authorizations.insert_pending(&new).await.unwrap();
    let (provider, browser) = (&pending.provider, pending.browser);
    let taken = authorizations.consume_pending(pending.id, provider, browser, now).await.unwrap();
    assert_eq!(taken.as_ref(), Some(&pending));
    let taken = authorizations.consume_completed(id, &challenge, now).await.unwrap();
    assert_eq!(taken.as_ref(), Some(&completed));
    drop(dropped);
    assert_eq!(consume_pending(&store, &new, now).await, None);
    assert_eq!(consume_pending(&store, &pending, now).await, Some(pending));
    assert_eq!(consume_completed(&store, id, &challenge, now).await, Some(completed));
}

pub async fn what_has_expired_is_removed_and_nothing_else(store: Subject) {
    let pending = [9, 10, 11]
        .map(|end| PendingAuthorization { expires_at: at(end), ..a_pending_authorization() });
    let completed = [9, 10, 11]
        .map(|end| CompletedAuthorization { expires_at: at(end), ..a_completed_authorization() });
    insert(&store, &pending.each_ref(), &completed.each_ref()).await;
    assert_eq!(purge(&store, just_before(at(9)), 100).await, 0);
    assert_eq!(purge(&store, at(10), 100).await, 4);
    assert_eq!(purge(&store, at(10), 100).await, 0);
    // Had the others stayed, they would be taken here: it is as early as can be.
    for (place, (pending, completed)) in pending.into_iter().zip(completed).enumerate() {
        let stayed = place == 2;
        let taken = consume_pending(&store, &pending, a_moment()).await;
        assert_eq!(taken, stayed.then_some(pending));
        let (id, challenge) = (completed.id, completed.code_challenge.clone());
        let taken = consume_completed(&store, id, &challenge, a_moment()).await;
        assert_eq!(taken, stayed.then_some(completed));
    }
}

pub async fn no_more_of_each_kind_are_removed_at_once_than_asked_for(store: Subject) {
    let pending = [(); 5].map(|()| a_pending_authorization());
    let completed = [(); 3].map(|()| a_completed_authorization());
    insert(&store, &pending.each_ref(), &completed.each_ref()).await;
    let now = at(24 * 3600);
    assert_eq!(purge(&store, now, 0).await, 0);
    // Two of each; two and the last one; the last one.
    for expected in [4, 3, 1, 0] {
        assert_eq!(purge(&store, now, 2).await, expected);
    }
}
