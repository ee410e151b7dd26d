//! What is asked and done about all the sessions of one user.

use std::time::Duration;

use bookplate_domain::{
    sessions::{EndReason, Session},
    shared::{Client, Limit, SessionId, Timestamp, UserId},
};

use super::{
    Subject, a_kept_user, keep, pages, read,
    sessions::{find, insert, revoke},
};
use crate::{a_moment, a_session, a_user};

fn after(seconds: u64) -> Timestamp {
    a_moment().plus(Duration::from_secs(seconds))
}

/// Keeps sessions of a new user that differ as told.
async fn with_sessions<const N: usize>(
    store: &Subject,
    differ: impl Fn(usize, Session) -> Session,
) -> (UserId, [Session; N]) {
    let user = a_kept_user(store).await;
    let sessions = std::array::from_fn(|number| differ(number, a_session(user.id)));
    for session in &sessions {
        assert!(insert(store, session, user.epoch).await);
    }
    (user.id, sessions)
}

async fn list(store: &Subject, user: UserId, now: Timestamp) -> Vec<Session> {
    read(store).sessions().list(user, now).await.unwrap()
}

async fn devices(store: &Subject, user: UserId) -> Vec<String> {
    read(store).sessions().devices(user).await.unwrap()
}

async fn revoke_oldest(store: &Subject, user: UserId, most: u32, now: Timestamp) -> u64 {
    let reason = EndReason::TooMany;
    keep(store, async |tx| tx.sessions().revoke_oldest(user, most, reason, now).await)
        .await
        .unwrap()
}

async fn is_live(store: &Subject, id: SessionId) -> bool {
    find(store, id).await.expect("it is kept").0.revoked.is_none()
}

pub async fn sessions_are_listed_from_the_one_used_last(store: Subject) {
    let used = [2, 5, 1, 5];
    let (user, sessions) = with_sessions(&store, |number, session| Session {
        last_active_at: after(used[number]),
        ..session
    })
    .await;
    with_sessions::<2>(&store, |_, session| session).await;
    let [two, five, one, five_too] = sessions;
    assert_eq!(list(&store, user, a_moment()).await, [five_too, five, two, one]);
    assert_eq!(list(&store, a_user().id, a_moment()).await, []);
}

pub async fn sessions_that_have_ended_or_expired_are_not_listed(store: Subject) {
    let now = after(60);
    let (user, sessions) = with_sessions(&store, |number, session| match number {
        0 => Session { expires_at: now, ..session },
        1 => Session { expires_at: after(61), ends_at: now, ..session },
        _ => Session { expires_at: after(61), ends_at: after(61), ..session },
    })
    .await;
    let [_, _, ended, live] = sessions;
    assert_eq!(revoke(&store, ended.id, EndReason::LoggedOut, a_moment()).await, Some(user));
    assert_eq!(list(&store, user, now).await, [live]);
    assert_eq!(list(&store, user, after(61)).await, []);
}

pub async fn sessions_that_have_ended_or_expired_are_not_counted_as_live(store: Subject) {
    let count = async |now| read(&store).sessions().count_live(now).await.unwrap();
    assert_eq!(count(a_moment()).await, 0);
    let now = after(60);
    let (_, [_, _, ended, _]) = with_sessions(&store, |number, session| match number {
        0 => Session { expires_at: now, ..session },
        1 => Session { expires_at: after(61), ends_at: now, ..session },
        _ => Session { expires_at: after(61), ends_at: after(61), ..session },
    })
    .await;
    with_sessions::<1>(&store, |_, session| Session { expires_at: after(61), ..session }).await;
    assert_eq!(count(now).await, 3);
    revoke(&store, ended.id, EndReason::LoggedOut, a_moment()).await;
    assert_eq!(count(now).await, 2);
}

pub async fn devices_are_told_once_each_from_the_latest(store: Subject) {
    let named = [Some("Ä"), Some("b"), None, Some("Ä"), Some("c"), Some("b")];
    let opened = [9, 3, 8, 1, 4, 5];
    let (user, sessions): (_, [Session; 6]) = with_sessions(&store, |number, session| Session {
        client: Client { device: named[number].map(str::to_owned), ..session.client },
        created_at: after(opened[number]),
        ..session
    })
    .await;
    with_sessions::<1>(&store, |_, session| session).await;
    for session in sessions {
        revoke(&store, session.id, EndReason::LoggedOut, a_moment()).await;
    }
    assert_eq!(devices(&store, user).await, ["Ä", "b", "c"]);
    assert_eq!(devices(&store, a_user().id).await, [""; 0]);
}

pub async fn no_more_than_the_latest_hundred_devices_are_told(store: Subject) {
    let (user, _): (_, [Session; 101]) = with_sessions(&store, |number, session| Session {
        client: Client { device: Some(number.to_string()), ..session.client },
        created_at: after(number as u64),
        ..session
    })
    .await;
    let latest: Vec<_> = (1..=100).rev().map(|number: u64| number.to_string()).collect();
    assert_eq!(devices(&store, user).await, latest);
}

pub async fn a_user_ends_a_session_of_their_own_once_and_no_other(store: Subject) {
    let (user, [mine, stays]) = with_sessions(&store, |_, session| session).await;
    let (_, [of_another]) = with_sessions(&store, |_, session| session).await;
    let revoke_own = async |id| {
        let (reason, now) = (EndReason::RevokedByOwner, after(1));
        keep(&store, async |tx| tx.sessions().revoke_own(user, id, reason, now).await)
            .await
            .unwrap()
    };
    assert!(!revoke_own(of_another.id).await);
    assert!(is_live(&store, of_another.id).await);
    assert!(revoke_own(mine.id).await);
    assert!(!revoke_own(mine.id).await);
    assert!(!revoke_own(a_session(user).id).await);
    let (ended, _) = find(&store, mine.id).await.expect("it is kept");
    let revoked = ended.revoked.map(|revoked| (revoked.at, revoked.reason));
    assert_eq!(revoked, Some((after(1), EndReason::RevokedByOwner)));
    assert!(is_live(&store, stays.id).await);
}

pub async fn the_sessions_that_were_opened_first_end_and_the_others_stay(store: Subject) {
    let opened = [3, 1, 4, 1, 5];
    let (user, sessions): (_, [Session; 5]) = with_sessions(&store, |number, session| Session {
        created_at: after(opened[number]),
        // Whichever was used last does not matter.
        last_active_at: after(100 - opened[number]),
        ..session
    })
    .await;
    let (_, [of_another]) = with_sessions(&store, |_, session| session).await;
    let live = async || {
        let mut live = Vec::new();
        for session in &sessions {
            live.push(is_live(&store, session.id).await);
        }
        live
    };
    assert_eq!(revoke_oldest(&store, user, 5, after(10)).await, 0);
    assert_eq!(live().await, [true; 5]);
    // Of those that were opened at one moment, the higher id counts as later.
    assert_eq!(revoke_oldest(&store, user, 4, after(10)).await, 1);
    assert_eq!(live().await, [true, false, true, true, true]);
    assert_eq!(revoke_oldest(&store, user, 2, after(10)).await, 2);
    assert_eq!(live().await, [false, false, true, false, true]);
    let (ended, _) = find(&store, sessions[0].id).await.expect("it is kept");
    let revoked = ended.revoked.map(|revoked| (revoked.at, revoked.reason));
    assert_eq!(revoked, Some((after(10), EndReason::TooMany)));
    assert_eq!(revoke_oldest(&store, user, 0, after(10)).await, 2);
    assert!(is_live(&store, of_another.id).await);
}

pub async fn sessions_that_have_ended_or_expired_are_not_too_many(store: Subject) {
    let now = after(60);
    let (user, sessions) = with_sessions(&store, |number, session| match number {
        0 => Session { created_at: after(1), ..session },
        1 => Session { created_at: after(2), expires_at: now, ..session },
        2 => Session { created_at: after(3), ends_at: now, ..session },
        3 => Session { created_at: after(4), ..session },
        _ => Session { created_at: after(5), ..session },
    })
    .await;
    let [oldest, idle, at_end, ended, newest] = sessions;
    assert_eq!(revoke(&store, ended.id, EndReason::LoggedOut, after(9)).await, Some(user));
    assert_eq!(revoke_oldest(&store, user, 2, now).await, 0);
    assert_eq!(revoke_oldest(&store, user, 1, now).await, 1);
    for (session, live) in [(oldest, false), (idle, true), (at_end, true), (newest, true)] {
        assert_eq!(is_live(&store, session.id).await, live);
    }
    let (ended, _) = find(&store, ended.id).await.expect("it is kept");
    assert_eq!(ended.revoked.map(|revoked| revoked.reason), Some(EndReason::LoggedOut));
}

pub async fn every_session_of_a_user_is_in_the_history_from_the_newest_on(store: Subject) {
    // Two of each second; neither order is that in which they are kept.
    let (user, sessions): (_, [Session; 7]) = with_sessions(&store, |number, session| {
        let at = after([3, 1, 2, 1, 3, 2, 0][number]);
        Session { created_at: at, ..session }
    })
    .await;
    let (_, [_]) = with_sessions(&store, |_, session| session).await;
    assert!(revoke(&store, sessions[2].id, EndReason::LoggedOut, after(9)).await.is_some());
    let mut expected: Vec<_> = sessions.iter().map(|s| (s.created_at, s.id)).collect();
    expected.sort_by(|a, b| b.cmp(a));
    for count in [1, 2, 3, 6, 7, 8] {
        let found = pages(count, async |after, limit| {
            read(&store).sessions().history(user, after, limit).await.unwrap()
        });
        let found: Vec<Vec<_>> = found
            .await
            .into_iter()
            .map(|page| page.into_iter().map(|s| (s.created_at, s.id)).collect())
            .collect();
        let chunks = expected.chunks(usize::try_from(count).expect("a small number"));
        assert_eq!(found, chunks.collect::<Vec<_>>(), "{count} a page");
    }
    let limit = Limit::DEFAULT;
    let page = read(&store).sessions().history(user, None, limit).await.unwrap();
    let ended =
        page.items.iter().find(|session| session.id == sessions[2].id).expect("it is there");
    assert!(ended.revoked.is_some());
    assert_eq!(page.items.last(), Some(&sessions[6]));
}
