use std::time::Duration;

use bookplate_domain::{
    audit::{Event, EventKind},
    sessions::{EndReason, FeedPlace, Revoked, RevokedTokens},
    shared::{Timestamp, UserId},
    store::Transaction,
    users::User,
};
use uuid::Uuid;

use super::{Subject, a_kept_user, keep, read};
use crate::{a_moment, a_password_hash, a_session, a_user, an_address, an_event};

fn after(seconds: u64) -> Timestamp {
    a_moment().plus(Duration::from_secs(seconds))
}

async fn list(
    store: &Subject,
    from: Timestamp,
    place: Option<FeedPlace>,
    count: u32,
) -> Vec<Revoked> {
    read(store).revocations().list(from, place, count).await.unwrap()
}

async fn all(store: &Subject) -> Vec<Revoked> {
    list(store, Timestamp::from_unix_millis(0), None, 1000).await
}

/// Opens a session and ends it.
async fn an_ended_session(store: &Subject, at: Timestamp) -> Revoked {
    let user = a_kept_user(store).await;
    let session = a_session(user.id);
    keep(store, async |tx| {
        assert!(tx.sessions().insert(&session, user.epoch).await.unwrap());
        tx.sessions().revoke(session.id, EndReason::LoggedOut, at).await.unwrap();
    })
    .await;
    Revoked { at, what: RevokedTokens::OfSession(session.id) }
}

async fn raise(store: &Subject, user: UserId, at: Timestamp) {
    keep(store, async |tx| tx.users().clear_password(user, at).await.unwrap()).await;
}

async fn a_raised_epoch(store: &Subject, at: Timestamp) -> Revoked {
    let user = a_kept_user(store).await;
    raise(store, user.id, at).await;
    Revoked { at, what: RevokedTokens::OfUser(user.id) }
}

pub async fn ended_sessions_and_raised_epochs_are_told_from_the_oldest(store: Subject) {
    assert_eq!(all(&store).await, []);
    let third = an_ended_session(&store, after(3)).await;
    let second = a_raised_epoch(&store, after(2)).await;
    let first = an_ended_session(&store, after(1)).await;
    let fourth = a_raised_epoch(&store, after(4)).await;
    assert_eq!(all(&store).await, [first, second, third, fourth]);
    assert_eq!(list(&store, after(1), None, 3).await, [first, second, third]);
    assert_eq!(list(&store, after(1), None, 0).await, []);
}

pub async fn revocations_of_one_moment_are_told_by_id(store: Subject) {
    let mut told = Vec::new();
    for _ in 0..4 {
        told.push(an_ended_session(&store, after(1)).await);
        told.push(a_raised_epoch(&store, after(1)).await);
    }
    told.sort_by_key(Revoked::id);
    assert_eq!(all(&store).await, told);
}

pub async fn what_is_older_is_not_told(store: Subject) {
    for seconds in [1, 2, 3] {
        an_ended_session(&store, after(seconds)).await;
        a_raised_epoch(&store, after(seconds)).await;
    }
    let moments = async |from| {
        let told = list(&store, from, None, 9).await;
        told.iter().map(|revoked| revoked.at).collect::<Vec<_>>()
    };
    assert_eq!(moments(after(2)).await, [after(2), after(2), after(3), after(3)]);
    assert_eq!(moments(after(2).plus(Duration::from_millis(1))).await, [after(3); 2]);
    assert_eq!(moments(after(4)).await, []);
}

pub async fn pages_follow_each_other_without_gaps_or_repeats(store: Subject) {
    // Many of one moment, from both tables, across the ends of pages.
    for number in 0..20 {
        an_ended_session(&store, after(number / 8)).await;
        a_raised_epoch(&store, after(number / 5)).await;
    }
    let whole = all(&store).await;
    assert_eq!(whole.len(), 40);
    for count in [1, 3, 7, 40] {
        let (mut paged, mut place) = (Vec::new(), None);
        loop {
            let page = list(&store, a_moment(), place, count).await;
            assert!(page.len() <= count as usize);
            let Some(last) = page.last() else { break };
            place = Some(last.place());
            paged.extend(page);
        }
        assert_eq!(paged, whole, "{count} a page");
    }
}

pub async fn a_place_before_the_beginning_leaves_nothing_out(store: Subject) {
    let older = an_ended_session(&store, after(1)).await;
    let newer = [a_raised_epoch(&store, after(5)).await, an_ended_session(&store, after(6)).await];
    assert_eq!(list(&store, after(5), Some(older.place()), 9).await, newer);
    // A place need not be that of a revocation that is there.
    for id in [Uuid::nil(), Uuid::max()] {
        let place = FeedPlace { at: after(3), id };
        assert_eq!(list(&store, after(1), Some(place), 9).await, newer);
    }
}

/// Something that is done to a user.
type Deed = for<'t> fn(
    &'t mut dyn Transaction,
    &'t User,
    Timestamp,
) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send + 't>>;

pub async fn whatever_raises_an_epoch_is_told_and_nothing_else(store: Subject) {
    let raising: [Deed; 5] = [
        |tx, user, now| {
            Box::pin(async move {
                let hash = a_password_hash();
                assert!(tx.users().set_password(user.id, None, &hash, now).await.unwrap());
            })
        },
        |tx, user, now| {
            Box::pin(async move {
                let (epoch, hash) = (Some(user.epoch), a_password_hash());
                assert!(tx.users().set_password(user.id, epoch, &hash, now).await.unwrap());
            })
        },
        |tx, user, now| {
            Box::pin(async move {
                assert!(tx.users().change_email(user.id, &an_address(), now).await.unwrap());
            })
        },
        |tx, user, now| {
            Box::pin(async move { tx.users().clear_password(user.id, now).await.unwrap() })
        },
        |tx, user, now| {
            Box::pin(async move {
                let raised = User { epoch: user.epoch + 1, updated_at: now, ..user.clone() };
                assert!(tx.users().update(&raised).await.unwrap());
            })
        },
    ];
    for (number, raise) in raising.into_iter().enumerate() {
        let (user, now) = (a_kept_user(&store).await, after(number as u64));
        keep(&store, async |tx| raise(tx, &user, now).await).await;
        let revoked = Revoked { at: now, what: RevokedTokens::OfUser(user.id) };
        assert_eq!(list(&store, now, None, 9).await, [revoked], "deed {number}");
    }

    let told = all(&store).await;
    let user = User { email_verified_at: None, ..a_user() };
    keep(&store, async |tx| {
        let (users, now, hash) = (tx.users(), after(9), a_password_hash());
        users.insert(&user).await.unwrap();
        assert!(users.verify_email(user.id, now).await.unwrap());
        let old = user.password.as_ref().expect("a hash");
        users.rehash(user.id, old, &hash).await.unwrap();
        let stale = Some(user.epoch + 1);
        assert!(!users.set_password(user.id, stale, &hash, now).await.unwrap());
        let version = user.version + 1;
        let changed = User { version, updated_at: now, ..user.clone() };
        assert!(users.update(&changed).await.unwrap());
    })
    .await;
    assert_eq!(all(&store).await, told);
}

pub async fn an_epoch_that_was_raised_again_is_told_at_its_last_moment(store: Subject) {
    let user = a_kept_user(&store).await;
    for seconds in [1, 5] {
        raise(&store, user.id, after(seconds)).await;
    }
    let again = Revoked { at: after(5), what: RevokedTokens::OfUser(user.id) };
    assert_eq!(all(&store).await, [again]);
}

/// Deletes a user, and notes that.
async fn a_deleted_user(store: &Subject, at: Timestamp) -> Revoked {
    let user = a_kept_user(store).await;
    let session = a_session(user.id);
    keep(store, async |tx| {
        assert!(tx.sessions().insert(&session, user.epoch).await.unwrap());
        tx.users().clear_password(user.id, at).await.unwrap();
        tx.sessions().revoke(session.id, EndReason::LoggedOut, at).await.unwrap();
    })
    .await;
    keep(store, async |tx| {
        assert!(tx.users().delete(user.id).await.unwrap());
        let event = Event { kind: EventKind::UserDeleted, at, ..an_event() };
        tx.audit().record(&Event { target: Some(user.id), ..event }).await.unwrap();
        // Nothing else that is noted of a user ends a token.
        let other = Event { kind: EventKind::UserUpdated, at, ..an_event() };
        tx.audit().record(&Event { target: Some(user.id), ..other }).await.unwrap();
    })
    .await;
    Revoked { at, what: RevokedTokens::OfUser(user.id) }
}

pub async fn a_deleted_user_is_told_once_with_all_that_was_theirs(store: Subject) {
    let third = an_ended_session(&store, after(3)).await;
    let second = a_deleted_user(&store, after(2)).await;
    let mut of_one_moment = Vec::new();
    for _ in 0..3 {
        of_one_moment.push(a_deleted_user(&store, after(4)).await);
        of_one_moment.push(a_raised_epoch(&store, after(4)).await);
    }
    of_one_moment.sort_by_key(Revoked::id);
    let expected: Vec<Revoked> = [second, third].into_iter().chain(of_one_moment).collect();
    assert_eq!(all(&store).await, expected);
    for (number, revoked) in expected.iter().enumerate() {
        let behind = list(&store, after(0), Some(revoked.place()), 100).await;
        assert_eq!(behind, expected[number + 1..]);
    }
    assert_eq!(list(&store, after(2), None, 1).await, [second]);
}
