//! What works once, tried by many at the same moment on several threads.

use std::{collections::HashMap, sync::Arc, time::Duration};

use bookplate_domain::{
    mail::OutboxMail,
    sessions::{EndReason, Rotation},
    shared::{MailId, Timestamp},
    store::{StoreError, Transaction, Unique},
    users::User,
};
use futures::future::join_all;
use tokio::sync::Barrier;

use super::{Subject, a_kept_user, keep, read};
use crate::{
    a_mail, a_moment, a_password_hash, a_registration, a_session, a_signing_key, a_token, a_user,
    an_address,
};

/// How many try at once.
pub(super) const CROWD: usize = 50;

/// Lets everybody begin a transaction at the same moment and collects what came of it.
pub(super) async fn all_at_once<T, F>(
    store: &Subject,
    attempt: impl Fn(usize, Box<dyn Transaction>) -> F + Send + Sync + 'static,
) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send,
{
    let start = Arc::new(Barrier::new(CROWD));
    let attempt = Arc::new(attempt);
    let tasks = (0..CROWD).map(|number| {
        let (store, start, attempt) = (store.clone(), start.clone(), attempt.clone());
        tokio::spawn(async move {
            start.wait().await;
            let tx = store.begin().await.expect("everybody gets a turn");
            attempt(number, tx).await
        })
    });
    let results = join_all(tasks).await;
    results.into_iter().map(|result| result.unwrap()).collect()
}

/// Keeps the transaction, whatever came of the attempt.
pub(super) async fn done<T>(tx: Box<dyn Transaction>, result: T) -> T {
    tx.commit().await.expect("the loser has nothing to undo");
    result
}

pub async fn of_many_who_consume_a_token_one_gets_it(store: Subject) {
    let token = a_token(a_kept_user(&store).await.id);
    keep(&store, async |tx| {
        tx.one_time_tokens().insert(&token).await.unwrap();
    })
    .await;
    let (id, purpose) = (token.id, token.purpose);
    let consumed = all_at_once(&store, move |_, mut tx| async move {
        let tokens = tx.one_time_tokens();
        let consumed = tokens.consume(id, purpose, a_moment()).await.unwrap();
        done(tx, consumed).await
    })
    .await;
    let winners: Vec<_> = consumed.into_iter().flatten().collect();
    assert_eq!(winners, [token]);
}

pub async fn of_many_who_consume_rival_registrations_at_most_one_gets_an_answer(store: Subject) {
    let email = an_address();
    let rivals = [(); CROWD].map(|()| a_registration(&email));
    keep(&store, async |tx| {
        for rival in &rivals {
            tx.registrations().insert(rival).await.unwrap();
        }
    })
    .await;
    let tokens = rivals.each_ref().map(|rival| rival.token);
    let consumed = all_at_once(&store, move |number, mut tx| async move {
        let registrations = tx.registrations();
        let consumed = registrations.consume(tokens[number], a_moment()).await;
        done(tx, consumed.expect("no attempt fails")).await
    })
    .await;
    let winners: Vec<_> = consumed.into_iter().flatten().collect();
    assert_eq!(winners.len(), 1, "one of the rivals is first");
    let winner = rivals.iter().find(|rival| rival.id == winners[0].id);
    assert_eq!(winner, winners.first());
    let left = read(&store).registrations().find_newest(&email, a_moment()).await;
    assert_eq!(left.unwrap(), None);
}

pub async fn of_many_who_consume_one_registration_one_gets_it(store: Subject) {
    let registration = a_registration(&an_address());
    keep(&store, async |tx| {
        tx.registrations().insert(&registration).await.unwrap();
    })
    .await;
    let token = registration.token;
    let consumed = all_at_once(&store, move |_, mut tx| async move {
        let consumed = tx.registrations().consume(token, a_moment()).await;
        done(tx, consumed.expect("no attempt fails")).await
    })
    .await;
    let winners: Vec<_> = consumed.into_iter().flatten().collect();
    assert_eq!(winners, [registration]);
}

pub async fn of_many_who_rotate_a_session_one_does(store: Subject) {
    let user = a_kept_user(&store).await;
    let session = a_session(user.id);
    keep(&store, async |tx| {
        tx.sessions().insert(&session, user.epoch).await.unwrap();
    })
    .await;
    let id = session.id;
    let expires_at = a_moment().plus(Duration::from_secs(60));
    let rotation =
        Rotation { from: 1, now: a_moment(), expires_at, visitor_expires_at: expires_at };
    let rotated = all_at_once(&store, move |_, mut tx| async move {
        let rotated = tx.sessions().rotate(id, rotation).await.unwrap().is_some();
        // Whoever was too late sees the successor in the same transaction.
        let found = tx.sessions().find_with_user(id).await.unwrap();
        let generation = found.expect("it is kept").0.generation;
        done(tx, (rotated, generation)).await
    })
    .await;
    assert_eq!(rotated.iter().filter(|(rotated, _)| *rotated).count(), 1);
    assert!(rotated.iter().all(|(_, generation)| *generation == 2));
}

pub async fn of_many_who_revoke_a_session_one_does(store: Subject) {
    let user = a_kept_user(&store).await;
    let session = a_session(user.id);
    keep(&store, async |tx| {
        tx.sessions().insert(&session, user.epoch).await.unwrap();
    })
    .await;
    let id = session.id;
    let revoked = all_at_once(&store, move |_, mut tx| async move {
        let sessions = tx.sessions();
        let revoked = sessions.revoke(id, EndReason::TokenReused, a_moment()).await;
        done(tx, revoked.unwrap()).await
    })
    .await;
    assert_eq!(revoked.iter().filter(|revoked| **revoked == Some(user.id)).count(), 1);
}

pub async fn of_many_sessions_that_are_opened_at_once_as_many_stay_as_may(store: Subject) {
    const MOST: u32 = 20;
    let user = a_kept_user(&store).await;
    let (id, epoch, now) = (user.id, user.epoch, a_moment());
    let ended = all_at_once(&store, move |_, mut tx| async move {
        let sessions = tx.sessions();
        assert!(sessions.insert(&a_session(id), epoch).await.expect("no attempt fails"));
        let ended = sessions.revoke_oldest(id, MOST, EndReason::TooMany, now).await;
        done(tx, ended.expect("no attempt fails")).await
    })
    .await;
    let live = read(&store).sessions().list(id, now).await.unwrap();
    assert_eq!(live.len(), MOST as usize);
    assert_eq!(ended.iter().sum::<u64>(), (CROWD - live.len()) as u64);
}

pub async fn of_many_who_insert_an_address_one_does(store: Subject) {
    let email = an_address();
    let wanted = email.clone();
    let inserted = all_at_once(&store, move |_, mut tx| {
        let user = User { email: Some(wanted.clone()), ..a_user() };
        async move {
            tx.users().insert(&user).await?;
            tx.commit().await?;
            Ok::<_, StoreError>(user.id)
        }
    })
    .await;
    let mut winners = Vec::new();
    for result in inserted {
        match result {
            Ok(id) => winners.push(id),
            Err(StoreError::Conflict(Unique::UserEmail)) => {}
            Err(other) => panic!("a conflict has its name: {other:?}"),
        }
    }
    let found = read(&store).users().find_by_email(&email).await.unwrap();
    assert_eq!(winners, [found.expect("somebody was first").id]);
}

pub async fn of_many_who_insert_the_first_signing_key_one_does(store: Subject) {
    let inserted = all_at_once(&store, |_, mut tx| async move {
        let key = a_signing_key(1);
        tx.signing_keys().insert(&key).await?;
        tx.commit().await?;
        Ok::<_, StoreError>(key)
    })
    .await;
    let mut winners = Vec::new();
    for result in inserted {
        match result {
            Ok(key) => winners.push(key),
            Err(StoreError::Conflict(Unique::SigningKeyGeneration)) => {}
            Err(other) => panic!("a conflict has its name: {other:?}"),
        }
    }
    assert_eq!(winners.len(), 1);
    assert_eq!(read(&store).signing_keys().list().await.unwrap(), winners);
}

pub async fn of_many_who_claim_no_two_get_the_same_mail(store: Subject) {
    const MAILS: usize = 100;
    keep(&store, async |tx| {
        for _ in 0..MAILS {
            tx.outbox().insert(&a_mail()).await.unwrap();
        }
    })
    .await;
    let mut claims: HashMap<MailId, u32> = HashMap::new();
    loop {
        let claimed = all_at_once(&store, |_, mut tx| async move {
            let never = Timestamp::from_unix_millis(i64::MAX);
            let claimed = tx.outbox().claim(a_moment(), never, 2).await.unwrap();
            done(tx, claimed).await
        })
        .await;
        let claimed: Vec<OutboxMail> = claimed.into_iter().flatten().collect();
        if claimed.is_empty() {
            break;
        }
        for mail in claimed {
            *claims.entry(mail.id).or_default() += 1;
        }
    }
    assert_eq!(claims.len(), MAILS, "every mail is claimed");
    assert!(claims.values().all(|times| *times == 1));
}

/// Half of them open a session under the epoch they know, the other half change the password and
/// end all sessions: whichever order they come in, no session of an older epoch is left.
pub async fn no_session_outlives_a_password_that_changes_meanwhile(store: Subject) {
    let user = a_kept_user(&store).await;
    let (id, epoch) = (user.id, user.epoch);
    let opened = all_at_once(&store, move |number, mut tx| async move {
        if number % 2 == 0 {
            let session = a_session(id);
            let opened = tx.sessions().insert(&session, epoch).await?;
            tx.commit().await?;
            return Ok::<_, StoreError>(opened.then_some(session.id));
        }
        tx.users().set_password(id, None, &a_password_hash(), a_moment()).await?;
        let reason = EndReason::PasswordChanged;
        tx.sessions().revoke_all(id, None, reason, a_moment()).await?;
        tx.commit().await?;
        Ok(None)
    })
    .await;
    for session in opened.into_iter().filter_map(|result| result.expect("none may fail")) {
        let found = read(&store).sessions().find_with_user(session).await.unwrap();
        let (session, _) = found.expect("it is kept");
        assert!(session.revoked.is_some(), "a session outlived its password");
    }
}

pub async fn of_many_who_set_a_password_under_one_epoch_one_does(store: Subject) {
    let user = a_kept_user(&store).await;
    let (id, epoch) = (user.id, user.epoch);
    let set = all_at_once(&store, move |_, mut tx| async move {
        let hash = a_password_hash();
        let set = tx.users().set_password(id, Some(epoch), &hash, a_moment()).await?;
        tx.commit().await?;
        Ok::<_, StoreError>(set.then_some(hash))
    })
    .await;
    let winners: Vec<_> =
        set.into_iter().filter_map(|result| result.expect("none may fail")).collect();
    assert_eq!(winners.len(), 1);
    let found = read(&store).users().find(id).await.unwrap().expect("it is kept");
    assert_eq!(found.password.as_ref(), winners.first());
}
