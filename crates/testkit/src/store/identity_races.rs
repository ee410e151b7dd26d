//! Identities and authorizations, wanted by many at the same moment.

use bookplate_domain::{
    identities::{CompletedAuthorization, Identity, PendingAuthorization},
    shared::UserId,
    store::{StoreError, Unique},
    users::User,
};

use super::{
    Subject, a_kept_user, keep,
    races::{CROWD, all_at_once, done},
    read,
};
use crate::{a_completed_authorization, a_moment, a_pending_authorization, a_user, an_identity};

/// Many accounts at once.
async fn many_users(store: &Subject) -> Vec<User> {
    let users: Vec<User> = (0..CROWD).map(|_| a_user()).collect();
    keep(store, async |tx| tx.users().insert_new(&users).await.unwrap()).await;
    users
}

/// What came of linking: who did, and what the others were told.
fn winners(linked: Vec<Result<UserId, StoreError>>, loss: Unique) -> Vec<UserId> {
    let mut winners = Vec::new();
    for result in linked {
        match result {
            Ok(user) => winners.push(user),
            Err(StoreError::Conflict(unique)) if unique == loss => {}
            Err(other) => panic!("a conflict has its name: {other:?}"),
        }
    }
    winners
}

pub async fn of_many_users_who_link_one_identity_one_does(store: Subject) {
    let users = many_users(&store).await;
    let identity = an_identity(users[0].id);
    let (ids, wanted): (Vec<UserId>, Identity) =
        (users.iter().map(|user| user.id).collect(), identity.clone());
    let linked = all_at_once(&store, move |number, mut tx| {
        let mine = Identity { user_id: ids[number], ..wanted.clone() };
        async move {
            tx.identities().insert(&mine).await?;
            done(tx, Ok(mine.user_id)).await
        }
    })
    .await;
    let [winner] = winners(linked, Unique::Identity)[..] else {
        panic!("one of them links it");
    };
    let mut read = read(&store);
    let found = read.identities().find(&identity.issuer, &identity.subject).await.unwrap();
    assert_eq!(found, Some(Identity { user_id: winner, ..identity }));
    for user in users {
        let linked = read.identities().list(user.id).await.unwrap().len();
        assert_eq!(linked, usize::from(user.id == winner));
    }
}

pub async fn of_many_identities_of_a_provider_a_user_links_one(store: Subject) {
    let user = a_kept_user(&store).await.id;
    let linked = all_at_once(&store, move |_, mut tx| async move {
        tx.identities().insert(&an_identity(user)).await?;
        done(tx, Ok(user)).await
    })
    .await;
    assert_eq!(winners(linked, Unique::UserProvider), [user]);
    assert_eq!(read(&store).identities().list(user).await.unwrap().len(), 1);
}

pub async fn of_many_who_unlink_an_identity_one_does(store: Subject) {
    let identity = an_identity(a_kept_user(&store).await.id);
    keep(&store, async |tx| tx.identities().insert(&identity).await.unwrap()).await;
    let (user, provider) = (identity.user_id, identity.provider);
    let unlinked = all_at_once(&store, move |_, mut tx| {
        let provider = provider.clone();
        async move {
            let unlinked = tx.identities().delete(user, &provider).await.unwrap();
            done(tx, unlinked).await
        }
    })
    .await;
    assert_eq!(unlinked.into_iter().filter(|unlinked| *unlinked).count(), 1);
}

pub async fn of_many_who_come_back_with_one_state_one_gets_it(store: Subject) {
    let pending = a_pending_authorization();
    keep(&store, async |tx| tx.authorizations().insert_pending(&pending).await.unwrap()).await;
    let wanted = pending.clone();
    let taken = all_at_once(&store, move |_, mut tx| {
        let PendingAuthorization { id, provider, browser, .. } = wanted.clone();
        async move {
            let authorizations = tx.authorizations();
            let taken = authorizations.consume_pending(id, &provider, browser, a_moment()).await;
            done(tx, taken.unwrap()).await
        }
    })
    .await;
    let winners: Vec<_> = taken.into_iter().flatten().collect();
    assert_eq!(winners, [pending]);
}

pub async fn of_many_who_use_one_code_one_gets_what_was_said(store: Subject) {
    let completed = a_completed_authorization();
    keep(&store, async |tx| tx.authorizations().insert_completed(&completed).await.unwrap()).await;
    let wanted = completed.clone();
    let taken = all_at_once(&store, move |_, mut tx| {
        let CompletedAuthorization { id, code_challenge, .. } = wanted.clone();
        async move {
            let authorizations = tx.authorizations();
            let taken = authorizations.consume_completed(id, &code_challenge, a_moment()).await;
            done(tx, taken.unwrap()).await
        }
    })
    .await;
    let winners: Vec<_> = taken.into_iter().flatten().collect();
    assert_eq!(winners, [completed]);
}

/// Each of them removes some, and nobody waits for anybody for good.
pub async fn many_who_remove_what_has_expired_remove_each_once(store: Subject) {
    let pending: Vec<_> = (0..3 * CROWD).map(|_| a_pending_authorization()).collect();
    let completed: Vec<_> = (0..2 * CROWD).map(|_| a_completed_authorization()).collect();
    keep(&store, async |tx| {
        for row in &pending {
            tx.authorizations().insert_pending(row).await.unwrap();
        }
        for row in &completed {
            tx.authorizations().insert_completed(row).await.unwrap();
        }
    })
    .await;
    let now = pending[0].expires_at;
    let purged = all_at_once(&store, move |_, mut tx| async move {
        let purged = tx.authorizations().purge(now, 4).await.expect("nobody fails");
        done(tx, purged).await
    })
    .await;
    assert!(purged.iter().all(|purged| *purged <= 8), "{purged:?}");
    let left = keep(&store, async |tx| tx.authorizations().purge(now, 1_000).await.unwrap()).await;
    assert_eq!(purged.iter().sum::<u64>() + left, 5 * CROWD as u64);
}
