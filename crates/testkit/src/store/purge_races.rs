//! Nodes that remove at the same moment what has had its time.

use std::time::Duration;

use bookplate_domain::{
    sessions::{EndReason, Revocation, Session},
    users::{EmailChange, OneTimeToken, Registration, TokenPurpose},
};

use super::{
    Subject, a_kept_user, keep,
    races::{CROWD, all_at_once, done},
    read,
};
use crate::{a_mail, a_moment, a_registration, a_session, a_token, an_address, an_email_change};

/// How many of each kind there are: more than one of the crowd takes, fewer than all together could.
const EACH: usize = 3 * CROWD;
/// How many one of the crowd takes of each kind.
const SOME: u32 = 4;

async fn fill(store: &Subject) {
    let user = a_kept_user(store).await;
    let at = a_moment();
    let mails: Vec<_> = (0..EACH).map(|_| a_mail()).collect();
    let mut users = Vec::new();
    for _ in 0..CROWD {
        users.push(a_kept_user(store).await);
    }
    keep(store, async |tx| {
        for user in &users {
            let purposes = TokenPurpose::ALL.into_iter().take(EACH / CROWD);
            for purpose in purposes {
                let token = OneTimeToken { purpose, expires_at: at, ..a_token(user.id) };
                tx.one_time_tokens().insert(&token).await.unwrap();
            }
        }
        for number in 0..EACH {
            let change = EmailChange { revertible_until: at, ..an_email_change(user.id) };
            tx.email_changes().insert(&change).await.unwrap();
            let revoked = Revocation { at, reason: EndReason::LoggedOut };
            let session = match number % 2 {
                0 => Session { revoked: Some(revoked), ..a_session(user.id) },
                _ => Session { expires_at: at, ..a_session(user.id) },
            };
            assert!(tx.sessions().insert(&session, user.epoch).await.unwrap());
        }
        for (number, mail) in mails.iter().enumerate() {
            tx.outbox().insert(mail).await.unwrap();
            match number % 2 {
                0 => tx.outbox().delivered(mail.id, at).await.unwrap(),
                _ => tx.outbox().bury(mail.id, at, "550").await.unwrap(),
            }
        }
    })
    .await;
    keep(store, async |tx| {
        for _ in 0..EACH {
            let registration = Registration { expires_at: at, ..a_registration(&an_address()) };
            tx.registrations().insert(&registration).await.unwrap();
        }
    })
    .await;
}

/// Each of them removes some of each kind, nobody waits for anybody for good, and nothing is removed
/// twice or forgotten.
pub async fn many_who_remove_what_is_over_remove_each_once(store: Subject) {
    fill(&store).await;
    let before = a_moment().plus(Duration::from_millis(1));
    let removed = all_at_once(&store, move |_, mut tx| async move {
        let sessions = tx.sessions().purge(before, SOME).await.expect("nobody fails");
        let registrations = tx.registrations().purge(before, SOME).await.expect("nobody fails");
        let tokens = tx.one_time_tokens().purge(before, SOME).await.expect("nobody fails");
        let changes = tx.email_changes().purge(before, SOME).await.expect("nobody fails");
        let mails = tx.outbox().purge(before, SOME).await.expect("nobody fails");
        done(tx, [sessions, registrations, tokens, changes, mails]).await
    })
    .await;
    assert!(removed.iter().flatten().all(|some| *some <= u64::from(SOME)), "{removed:?}");
    let left = keep(&store, async |tx| {
        [
            tx.sessions().purge(before, 1_000).await.unwrap(),
            tx.registrations().purge(before, 1_000).await.unwrap(),
            tx.one_time_tokens().purge(before, 1_000).await.unwrap(),
            tx.email_changes().purge(before, 1_000).await.unwrap(),
            tx.outbox().purge(before, 1_000).await.unwrap(),
        ]
    })
    .await;
    for (kind, left) in left.into_iter().enumerate() {
        let removed: u64 = removed.iter().map(|some| some[kind]).sum();
        assert_eq!(removed + left, EACH as u64, "kind {kind}");
    }
    assert_eq!(read(&store).outbox().backlog().await.unwrap().dead, 0);
}

/// Whoever is signed out, deleted or refreshed just then is, and nobody waits for good.
pub async fn sessions_that_end_while_others_are_removed_end_all_the_same(store: Subject) {
    let mut users = Vec::new();
    for _ in 0..CROWD {
        let user = a_kept_user(&store).await;
        let old = Session { expires_at: a_moment(), ..a_session(user.id) };
        let live = a_session(user.id);
        keep(&store, async |tx| {
            for session in [&old, &live] {
                assert!(tx.sessions().insert(session, user.epoch).await.unwrap());
            }
        })
        .await;
        users.push((user, old, live));
    }
    let now = a_moment().plus(Duration::from_millis(1));
    let all = users.clone();
    all_at_once(&store, move |number, mut tx| {
        let user = all[number].0.id;
        async move {
            match number % 3 {
                0 => drop(tx.sessions().purge(now, 20).await.expect("nobody fails")),
                1 => {
                    let reason = EndReason::LoggedOut;
                    tx.sessions().revoke_all(user, None, reason, now).await.expect("nobody fails");
                }
                _ => assert!(tx.users().delete(user).await.expect("nobody fails")),
            }
            done(tx, ()).await;
        }
    })
    .await;
    let mut read = read(&store);
    for (number, (user, _, live)) in users.into_iter().enumerate() {
        let found = read.sessions().find_with_user(live.id).await.unwrap();
        match number % 3 {
            0 => assert!(found.unwrap().0.revoked.is_none()),
            1 => assert!(found.unwrap().0.revoked.is_some()),
            _ => assert!(found.is_none() && read.users().find(user.id).await.unwrap().is_none()),
        }
    }
}
