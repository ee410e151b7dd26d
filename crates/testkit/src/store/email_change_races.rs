//! Changes of address, tried by many at the same moment on several threads.

use bookplate_domain::{
    shared::{TokenId, UserId},
    store::{StoreError, Unique},
    users::{EmailChange, User},
};

use super::{
    Subject, a_kept_user, keep,
    races::{CROWD, all_at_once, done},
    read,
};
use crate::{a_moment, a_password_hash, an_address, an_email_change};

async fn a_kept_change(store: &Subject) -> EmailChange {
    let change = an_email_change(a_kept_user(store).await.id);
    keep(store, async |tx| tx.email_changes().insert(&change).await.unwrap()).await;
    change
}

fn winners(answers: &[bool]) -> usize {
    answers.iter().filter(|won| **won).count()
}

pub async fn of_many_who_confirm_a_change_one_does(store: Subject) {
    let change = a_kept_change(&store).await;
    let token = change.confirm_token.expect("a token");
    let confirmed = all_at_once(&store, move |_, mut tx| async move {
        let confirmed = tx.email_changes().confirm(token, a_moment()).await;
        done(tx, confirmed.expect("no attempt fails")).await
    })
    .await;
    assert_eq!(winners(&confirmed), 1);
}

pub async fn of_many_who_revert_a_change_one_does(store: Subject) {
    let change = a_kept_change(&store).await;
    let token = change.revert_token.expect("a token");
    let reverted = all_at_once(&store, move |_, mut tx| async move {
        let reverted = tx.email_changes().revert(token, a_moment()).await;
        done(tx, reverted.expect("no attempt fails")).await
    })
    .await;
    assert_eq!(winners(&reverted), 1);
}

/// Half of them confirm, the other half revert: whichever comes first, nobody confirms after it
/// was taken back, and one takes it back.
pub async fn a_change_that_is_confirmed_meanwhile_is_reverted_all_the_same(store: Subject) {
    let change = a_kept_change(&store).await;
    let (old, tokens) = (change.old, change.confirm_token.zip(change.revert_token));
    let (confirm, revert): (TokenId, TokenId) = tokens.expect("both tokens");
    let answers = all_at_once(&store, move |number, mut tx| async move {
        let changes = tx.email_changes();
        let answer = if number % 2 == 0 {
            changes.confirm(confirm, a_moment()).await
        } else {
            changes.revert(revert, a_moment()).await
        };
        done(tx, answer.expect("no attempt fails")).await
    })
    .await;
    let (confirmed, reverted): (Vec<_>, Vec<_>) =
        answers.chunks(2).map(|pair| (pair[0], pair[1])).unzip();
    assert!(winners(&confirmed) <= 1);
    assert_eq!(winners(&reverted), 1);
    let mut read = read(&store);
    let changes = read.email_changes();
    assert_eq!(changes.find_by_confirm_token(confirm).await.unwrap(), None);
    assert_eq!(changes.find_by_revert_token(revert).await.unwrap(), None);
    assert_eq!(changes.find_holder(&old, a_moment()).await.unwrap(), None);
}

pub async fn of_many_changes_a_user_asks_for_one_can_be_confirmed(store: Subject) {
    let user = a_kept_user(&store).await.id;
    let asked = all_at_once(&store, move |_, mut tx| async move {
        let change = an_email_change(user);
        tx.email_changes().insert(&change).await.expect("no attempt fails");
        done(tx, change).await
    })
    .await;
    let (mut confirmable, mut revertible) = (0, 0);
    let mut read = read(&store);
    for change in asked {
        let (confirm, revert) = change.confirm_token.zip(change.revert_token).expect("both");
        let changes = read.email_changes();
        confirmable += usize::from(changes.find_by_confirm_token(confirm).await.unwrap().is_some());
        revertible += usize::from(changes.find_by_revert_token(revert).await.unwrap().is_some());
    }
    assert_eq!((confirmable, revertible), (1, CROWD));
}

pub async fn of_many_who_change_to_an_address_one_does(store: Subject) {
    let email = an_address();
    let mut users: Vec<User> = Vec::with_capacity(CROWD);
    for _ in 0..CROWD {
        users.push(a_kept_user(&store).await);
    }
    let (wanted, ids) = (email.clone(), users.iter().map(|user| user.id).collect::<Vec<_>>());
    let changed = all_at_once(&store, move |number, mut tx| {
        let (id, wanted): (UserId, _) = (ids[number], wanted.clone());
        async move {
            let changed = tx.users().change_email(id, &wanted, a_moment()).await?;
            assert!(changed, "everybody has an account");
            tx.commit().await?;
            Ok::<_, StoreError>(id)
        }
    })
    .await;
    let mut winners = Vec::new();
    for result in changed {
        match result {
            Ok(id) => winners.push(id),
            Err(StoreError::Conflict(Unique::UserEmail)) => {}
            Err(other) => panic!("a conflict has its name: {other:?}"),
        }
    }
    let mut read = read(&store);
    let found = read.users().find_by_email(&email).await.unwrap();
    assert_eq!(winners, [found.expect("somebody was first").id]);
    for user in users.into_iter().filter(|user| !winners.contains(&user.id)) {
        assert_eq!(read.users().find(user.id).await.unwrap(), Some(user));
    }
}

/// Each reads the account under the lock and writes what depends on that: nobody's write is lost,
/// and nobody fails.
pub async fn whoever_locks_an_account_sees_what_the_one_before_left(store: Subject) {
    let user = a_kept_user(&store).await;
    let (id, email) = (user.id, user.email.clone().expect("an address"));
    let hash = a_password_hash();
    let written = all_at_once(&store, move |number, mut tx| {
        let (email, hash) = (email.clone(), hash.clone());
        async move {
            let found = match number % 2 {
                0 => tx.users().lock(id).await,
                _ => tx.users().lock_by_email(&email).await,
            };
            let epoch = found.expect("no attempt fails").expect("the user is there").epoch;
            let set = tx.users().set_password(id, Some(epoch), &hash, a_moment()).await;
            done(tx, set.expect("no attempt fails")).await
        }
    })
    .await;
    assert_eq!(winners(&written), CROWD);
    let left = read(&store).users().find(id).await.unwrap().expect("the user is there");
    assert_eq!(left.epoch as usize, user.epoch as usize + CROWD);
}
