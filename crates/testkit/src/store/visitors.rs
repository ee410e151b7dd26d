//! Those who look around without an account: how they become users, or are forgotten.

use std::time::Duration;

use bookplate_domain::{
    roles::Role,
    sessions::Session,
    shared::Timestamp,
    store::{StoreError, Unique},
    users::{SearchQuery, User, UserFilter},
};

use super::{
    Subject, a_kept_user, begin, keep,
    races::{CROWD, all_at_once, done},
    read,
    sessions::{find, insert},
};
use crate::{a_moment, a_session, a_user, a_visitor, an_address};

fn after(seconds: u64) -> Timestamp {
    a_moment().plus(Duration::from_secs(seconds))
}

async fn a_kept_visitor(store: &Subject) -> User {
    let visitor = a_visitor();
    keep(store, async |tx| tx.users().insert(&visitor).await.unwrap()).await;
    visitor
}

/// What becomes of a visitor who registers.
fn promoted(visitor: &User) -> User {
    User {
        id: visitor.id,
        role: Role::User,
        image: visitor.image.clone(),
        bio: visitor.bio.clone(),
        suspension: visitor.suspension.clone(),
        epoch: visitor.epoch,
        version: visitor.version + 1,
        created_at: visitor.created_at,
        ..a_user()
    }
}

pub async fn a_visitor_becomes_a_user_in_place(store: Subject) {
    let visitor = a_kept_visitor(&store).await;
    let session = a_session(visitor.id);
    assert!(insert(&store, &session, visitor.epoch).await);
    let user = promoted(&visitor);
    keep(&store, async |tx| tx.users().promote(&user).await.unwrap()).await;
    let email = user.email.as_ref().expect("an address");
    assert_eq!(read(&store).users().find_by_email(email).await.unwrap().as_ref(), Some(&user));
    assert_eq!(find(&store, session.id).await, Some((session, user.clone())));

    let query = SearchQuery::parse(email.canonical()).expect("a query");
    let filter = UserFilter { query: Some(query), role: Some(Role::User), ..UserFilter::default() };
    let limit = bookplate_domain::shared::Limit::MOST;
    let found = read(&store).users().list(&filter, a_moment(), None, limit).await.unwrap();
    assert_eq!(found.items, [user]);
}

pub async fn a_visitor_is_not_given_an_address_that_another_has(store: Subject) {
    let visitor = a_kept_visitor(&store).await;
    let email = a_kept_user(&store).await.email;
    let user = User { email, ..promoted(&visitor) };
    let refused = begin(&store).await.users().promote(&user).await;
    let conflict = matches!(refused, Err(StoreError::Conflict(Unique::UserEmail)));
    assert!(conflict, "{refused:?}");
    assert_eq!(read(&store).users().find(visitor.id).await.unwrap(), Some(visitor));
}

pub async fn of_many_visitors_who_take_one_address_one_gets_it(store: Subject) {
    let email = an_address();
    let mut users = Vec::with_capacity(CROWD);
    for _ in 0..CROWD {
        let visitor = a_kept_visitor(&store).await;
        users.push(User { email: Some(email.clone()), ..promoted(&visitor) });
    }
    let promoted = all_at_once(&store, move |number, mut tx| {
        let user = users[number].clone();
        async move {
            match tx.users().promote(&user).await {
                Ok(()) => done(tx, true).await,
                Err(StoreError::Conflict(Unique::UserEmail)) => false,
                Err(error) => panic!("{error:?}"),
            }
        }
    })
    .await;
    assert_eq!(promoted.into_iter().filter(|done| *done).count(), 1);
}

pub async fn visitors_who_were_away_are_removed_and_nobody_else(store: Subject) {
    let away = a_kept_visitor(&store).await;
    let here = a_kept_visitor(&store).await;
    let user = a_kept_user(&store).await;
    let new = User { created_at: after(20), ..a_visitor() };
    keep(&store, async |tx| tx.users().insert(&new).await.unwrap()).await;
    for (visitor, last_active_at) in [(&away, after(9)), (&here, after(10)), (&user, after(1))] {
        let session = Session { last_active_at, ..a_session(visitor.id) };
        assert!(insert(&store, &session, visitor.epoch).await);
    }
    let purge = async || {
        keep(&store, async |tx| tx.users().purge_visitors(after(10), 10).await.unwrap()).await
    };
    assert_eq!(purge().await, 1);
    assert_eq!(purge().await, 0);
    assert_eq!(read(&store).users().find(away.id).await.unwrap(), None);
    for other in [here, user, new] {
        assert_eq!(read(&store).users().find(other.id).await.unwrap(), Some(other));
    }
}

pub async fn no_more_visitors_are_removed_at_once_than_asked_for(store: Subject) {
    for _ in 0..5 {
        a_kept_visitor(&store).await;
    }
    for expected in [2, 2, 1, 0] {
        let purged =
            keep(&store, async |tx| tx.users().purge_visitors(after(10), 2).await.unwrap()).await;
        assert_eq!(purged, expected);
    }
}

pub async fn a_session_ends_no_later_than_it_is_bound_to(store: Subject) {
    let user = a_kept_user(&store).await;
    let long = a_session(user.id);
    let short = Session { expires_at: after(5), ends_at: after(8), ..a_session(user.id) };
    let other = a_kept_user(&store).await;
    let others = a_session(other.id);
    for (session, epoch) in [(&long, user.epoch), (&short, user.epoch), (&others, other.epoch)] {
        assert!(insert(&store, session, epoch).await);
    }
    keep(&store, async |tx| {
        tx.sessions().bound(user.id, after(10), after(20)).await.unwrap();
    })
    .await;
    let bound = Session { expires_at: after(10), ends_at: after(20), ..long };
    for session in [bound, short, others] {
        let found = find(&store, session.id).await.map(|(session, _)| session);
        assert_eq!(found, Some(session));
    }
}
