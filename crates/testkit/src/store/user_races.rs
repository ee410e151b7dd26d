//! Accounts that are made, demoted and deleted by many at the same moment, on several threads.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use bookplate_domain::{
    identities::{Identity, ProviderName},
    roles::Role,
    sessions::Rotation,
    shared::{SessionId, TokenId, UserId},
    store::{StoreError, Transaction, Unique},
    users::{EmailAddress, Preferences, User},
};
use futures::future::join_all;
use tokio::sync::Barrier;

use super::{
    Subject, a_kept_user, keep,
    races::{CROWD, all_at_once, done},
    read,
};
use crate::{a_moment, a_session, a_token, a_user, an_address, an_email_change, an_identity};

async fn admins(store: &Subject) -> Vec<UserId> {
    let nobody = a_user().id;
    let kept = keep(store, async |tx| tx.users().lock_with_admins(nobody).await.unwrap()).await;
    kept.into_iter().map(|user| user.id).collect()
}

/// Takes the role of a user, unless nobody else would have it then.
async fn demote(mut tx: Box<dyn Transaction>, id: UserId) -> Result<bool, StoreError> {
    let kept = tx.users().lock_with_admins(id).await?;
    let is_admin = |user: &&User| user.role == Role::Admin;
    let others = kept.iter().filter(is_admin).filter(|user| user.id != id).count();
    let Some(user) = kept.iter().filter(is_admin).find(|user| user.id == id) else {
        return Ok(false);
    };
    if others == 0 {
        return Ok(false);
    }
    let version = user.version + 1;
    let demoted = User { role: Role::User, version, ..user.clone() };
    assert!(tx.users().update(&demoted).await?);
    tx.commit().await?;
    Ok(true)
}

pub async fn of_two_admins_who_demote_each_other_one_is_left(store: Subject) {
    for round in 0..25 {
        let pair = [a_kept_user(&store).await.id, a_kept_user(&store).await.id];
        let start = Arc::new(Barrier::new(2));
        let tasks = pair.map(|id| {
            let (store, start) = (store.clone(), start.clone());
            tokio::spawn(async move {
                start.wait().await;
                let tx = store.begin().await.expect("everybody gets a turn");
                demote(tx, id).await.expect("nobody fails")
            })
        });
        let demoted = join_all(tasks).await.into_iter().filter(|task| *task.as_ref().unwrap());
        assert_eq!(demoted.count(), 1, "round {round}");
        let left = admins(&store).await;
        assert_eq!(left.len(), 1, "round {round}");
        keep(&store, async |tx| tx.users().delete(left[0]).await.unwrap()).await;
    }
}

pub async fn of_many_admins_who_are_demoted_at_once_one_is_left(store: Subject) {
    let mut ids = Vec::with_capacity(CROWD);
    for _ in 0..CROWD {
        ids.push(a_kept_user(&store).await.id);
    }
    let demoted = all_at_once(&store, move |number, tx| {
        let id = ids[number];
        async move { demote(tx, id).await.expect("nobody fails") }
    })
    .await;
    assert_eq!(demoted.iter().filter(|demoted| **demoted).count(), CROWD - 1);
    assert_eq!(admins(&store).await.len(), 1);
}

pub async fn whoever_locks_all_admins_sees_those_who_became_it_before(store: Subject) {
    let mut users = Vec::with_capacity(CROWD);
    for _ in 0..CROWD {
        let user = User { role: Role::User, ..a_user() };
        keep(&store, async |tx| tx.users().insert(&user).await.unwrap()).await;
        users.push(user);
    }
    let seen = all_at_once(&store, move |number, mut tx| {
        let user = users[number].clone();
        async move {
            let kept = tx.users().lock_with_admins(user.id).await.expect("nobody fails");
            let promoted = User { role: Role::Admin, ..user };
            assert!(tx.users().update(&promoted).await.expect("nobody fails"));
            done(tx, kept.len()).await
        }
    })
    .await;
    let seen: BTreeSet<usize> = seen.into_iter().collect();
    assert_eq!(seen, (1..=CROWD).collect());
}

/// Half of them add one account of an address, the others several of the same few, in whichever
/// order.
pub async fn accounts_that_are_added_many_at_once_get_each_address_once(store: Subject) {
    let addresses: [EmailAddress; 7] = [(); 7].map(|()| an_address());
    let wanted = addresses.clone();
    let added = all_at_once(&store, move |number, mut tx| {
        let mut batch = wanted.clone().map(|email| User { email: Some(email), ..a_user() });
        batch.rotate_left(number % 7);
        if number % 3 == 0 {
            batch.reverse();
        }
        async move {
            if number % 2 == 0 {
                let added = tx.users().insert_new(&batch).await.expect("none may fail");
                return done(tx, added).await;
            }
            match tx.users().insert(&batch[0]).await {
                Ok(()) => done(tx, vec![batch[0].id]).await,
                Err(StoreError::Conflict(Unique::UserEmail)) => Vec::new(),
                Err(other) => panic!("a conflict has its name: {other:?}"),
            }
        }
    })
    .await;
    let added: BTreeSet<UserId> = added.into_iter().flatten().collect();
    let mut owners = BTreeMap::new();
    for email in &addresses {
        let owner = read(&store).users().find_by_email(email).await.unwrap();
        owners.insert(owner.expect("somebody was first").id, email);
    }
    assert_eq!(added, owners.into_keys().collect());
}

/// What one of the crowd left behind, if it came before the deletion.
#[derive(Default)]
struct Traces {
    sessions: Vec<SessionId>,
    tokens: Vec<TokenId>,
    deleted: bool,
}

/// Log ins, refreshes, mailed tokens, and changes of the account against its deletion: nobody
/// fails, and nothing is left behind.
pub async fn whatever_happens_while_an_account_is_deleted_leaves_nothing_behind(store: Subject) {
    for _ in 0..4 {
        let user = a_kept_user(&store).await;
        let session = a_session(user.id);
        keep(&store, async |tx| {
            assert!(tx.sessions().insert(&session, user.epoch).await.unwrap());
        })
        .await;
        let (account, opened) = (user.clone(), session.id);
        let traces = all_at_once(&store, move |number, tx| {
            let account = account.clone();
            async move { one_of_many(number, tx, account, opened).await.expect("nobody fails") }
        })
        .await;
        assert_eq!(traces.iter().filter(|traces| traces.deleted).count(), 1);

        let mut read = read(&store);
        assert_eq!(read.users().find(user.id).await.unwrap(), None);
        assert_eq!(read.preferences().find(user.id).await.unwrap(), None);
        assert_eq!(read.email_changes().list(user.id).await.unwrap(), []);
        assert_eq!(read.identities().list(user.id).await.unwrap(), []);
        assert_eq!(read.sessions().list(user.id, a_moment()).await.unwrap(), []);
        let sessions = traces.iter().flat_map(|traces| &traces.sessions).chain([&session.id]);
        for id in sessions {
            assert!(read.sessions().find_with_user(*id).await.unwrap().is_none());
        }
        for id in traces.iter().flat_map(|traces| &traces.tokens) {
            assert_eq!(read.one_time_tokens().find(*id).await.unwrap(), None);
        }
        let next = User { id: a_user().id, ..user };
        keep(&store, async |tx| tx.users().insert(&next).await.unwrap()).await;
    }
}

async fn one_of_many(
    number: usize,
    mut tx: Box<dyn Transaction>,
    user: User,
    session: SessionId,
) -> Result<Traces, StoreError> {
    let mut traces = Traces::default();
    match number % 6 {
        0 => {
            let new = a_session(user.id);
            if tx.sessions().insert(&new, user.epoch).await? {
                traces.sessions.push(new.id);
            }
        }
        1 => {
            let now = a_moment();
            let from = u32::try_from(number / 6 + 1).expect("a small number");
            let later = now.plus(Duration::from_secs(60));
            let rotation = Rotation { from, now, expires_at: later, visitor_expires_at: later };
            tx.sessions().rotate(session, rotation).await?;
            tx.sessions().saw_generation(session, from, now).await?;
        }
        2 => {
            if tx.users().lock(user.id).await?.is_some() {
                let token = a_token(user.id);
                tx.one_time_tokens().insert(&token).await?;
                tx.email_changes().insert(&an_email_change(user.id)).await?;
                let provider = ProviderName::parse(&format!("p{number}")).expect("a name");
                tx.identities().insert(&Identity { provider, ..an_identity(user.id) }).await?;
                traces.tokens.push(token.id);
            }
        }
        3 => {
            if let Some(found) = tx.users().lock(user.id).await? {
                assert!(tx.users().update(&User { bio: None, ..found }).await?);
                let preferences = Preferences::initial(user.locale, a_moment());
                tx.preferences().save(user.id, &preferences).await?;
            }
        }
        4 => {
            tx.users().set_password(user.id, None, &crate::a_password_hash(), a_moment()).await?;
        }
        _ => {
            if number > CROWD / 2 {
                tx.users().lock_with_admins(user.id).await?;
                traces.deleted = tx.users().delete(user.id).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(traces)
}
