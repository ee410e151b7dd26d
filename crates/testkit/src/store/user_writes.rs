//! Accounts that are made many at once, changed as a whole, and deleted.

use std::{collections::BTreeSet, time::Duration};

use bookplate_domain::{
    roles::Role,
    shared::{Locale, Timestamp, UserId},
    store::{StoreError, Unique},
    users::{
        Bio, DisplayName, EmailAddress, ImageUrl, Preferences, Suspension, SuspensionReason, User,
    },
};

use super::{Subject, a_kept_user, begin, keep, read};
use crate::{
    a_mail, a_moment, a_password_hash, a_registration, a_session, a_token, a_user, a_visitor,
    an_address, an_email_change, an_event, an_identity,
};

fn later() -> Timestamp {
    a_moment().plus(Duration::from_secs(60))
}

async fn find(store: &Subject, id: UserId) -> Option<User> {
    read(store).users().find(id).await.unwrap()
}

async fn insert_new(store: &Subject, users: &[User]) -> BTreeSet<UserId> {
    let added = keep(store, async |tx| tx.users().insert_new(users).await.unwrap()).await;
    let ids: BTreeSet<UserId> = added.iter().copied().collect();
    assert_eq!(ids.len(), added.len(), "each is answered once");
    ids
}

async fn update(store: &Subject, user: &User) -> bool {
    keep(store, async |tx| tx.users().update(user).await.unwrap()).await
}

async fn delete(store: &Subject, id: UserId) -> bool {
    keep(store, async |tx| tx.users().delete(id).await.unwrap()).await
}

fn ids(users: &[User]) -> BTreeSet<UserId> {
    users.iter().map(|user| user.id).collect()
}

pub async fn of_many_accounts_those_with_a_free_address_are_added(store: Subject) {
    assert_eq!(insert_new(&store, &[]).await, BTreeSet::new());
    let first = a_kept_user(&store).await;
    let taken = EmailAddress::parse(first.email.as_ref().expect("an address").canonical());
    let taken = User { email: Some(taken.expect("an address")), ..a_user() };
    let new = [a_user(), a_user(), a_visitor(), a_visitor()];
    let batch = [&new[..2], &[taken], &new[2..]].concat();
    assert_eq!(insert_new(&store, &batch).await, ids(&new));
    for user in new {
        assert_eq!(find(&store, user.id).await, Some(user));
    }
    assert_eq!(find(&store, batch[2].id).await, None);
    assert_eq!(find(&store, first.id).await, Some(first));
    // The same once more: only those without an address could be others.
    let again = batch.iter().filter(|user| user.email.is_some());
    let again: Vec<User> = again.map(|user| User { id: a_user().id, ..user.clone() }).collect();
    assert_eq!(insert_new(&store, &again).await, BTreeSet::new());
}

pub async fn an_address_that_stands_among_many_twice_is_added_once(store: Subject) {
    let twins = [a_user(), a_user()];
    let email = twins[0].email.clone().expect("an address");
    let spelled_otherwise = EmailAddress::parse(email.canonical()).expect("an address");
    let twins = [twins[0].clone(), User { email: Some(spelled_otherwise), ..twins[1].clone() }];
    let batch = [&twins[..], &[a_user()]].concat();
    let added = insert_new(&store, &batch).await;
    assert!(added.contains(&batch[2].id));
    assert_eq!(added.intersection(&ids(&twins)).count(), 1, "{added:?}");
    let owner = read(&store).users().find_by_email(&email).await.unwrap().expect("one of them");
    assert!(added.contains(&owner.id));
}

pub async fn an_id_that_another_has_is_refused_among_many(store: Subject) {
    let first = a_kept_user(&store).await;
    let same = User { id: first.id, ..a_user() };
    let refused = begin(&store).await.users().insert_new(&[a_user(), same]).await;
    assert!(matches!(refused, Err(StoreError::Conflict(Unique::Id))), "{refused:?}");
}

pub async fn thousands_of_accounts_are_added_at_once(store: Subject) {
    let users: Vec<User> = (0..5_000).map(|_| a_user()).collect();
    assert_eq!(insert_new(&store, &users[..2_500]).await, ids(&users[..2_500]));
    assert_eq!(insert_new(&store, &users).await, ids(&users[2_500..]));
}

pub async fn many_accounts_that_are_not_kept_are_not_there(store: Subject) {
    let users = [a_user(), a_user()];
    let mut dropped = begin(&store).await;
    assert_eq!(dropped.users().insert_new(&users).await.unwrap().len(), 2);
    drop(dropped);
    assert_eq!(find(&store, users[0].id).await, None);
    assert_eq!(insert_new(&store, &users).await, ids(&users));
}

pub async fn an_update_writes_what_it_says_and_nothing_else(store: Subject) {
    let (user, bystander) = (a_kept_user(&store).await, a_kept_user(&store).await);
    let reason = SuspensionReason::parse("spam").expect("a reason");
    let suspension = Suspension { at: a_moment(), until: Some(later()), reason };
    let written = [
        User { name: Some(DisplayName::parse("Ζωή").expect("a name")), ..user.clone() },
        User { name: None, image: None, bio: None, ..user.clone() },
        User {
            image: Some(ImageUrl::parse("https://example.org/").expect("a picture")),
            bio: Some(Bio::parse("Hm.").expect("a bio")),
            ..user.clone()
        },
        User { role: Role::Moderator, ..user.clone() },
        User { suspension: Some(suspension.clone()), ..user.clone() },
        User { suspension: Some(Suspension { until: None, ..suspension }), ..user.clone() },
        User { suspension: None, epoch: user.epoch + 1, ..user.clone() },
        User { version: user.version + 1, updated_at: later(), ..user.clone() },
    ];
    for changed in written {
        // What other statements write is not what an update is about.
        let given = User {
            email: Some(an_address()),
            email_verified_at: None,
            locale: Locale::default(),
            password: Some(a_password_hash()),
            created_at: later(),
            ..changed.clone()
        };
        assert!(update(&store, &given).await);
        assert_eq!(find(&store, user.id).await, Some(changed));
    }
    assert!(!update(&store, &a_user()).await);
    assert_eq!(find(&store, bystander.id).await, Some(bystander));
}

pub async fn an_update_that_is_not_kept_changes_nothing(store: Subject) {
    let user = a_kept_user(&store).await;
    let mut dropped = begin(&store).await;
    assert!(dropped.users().update(&User { bio: None, ..user.clone() }).await.unwrap());
    drop(dropped);
    assert_eq!(find(&store, user.id).await, Some(user));
}

pub async fn an_account_is_deleted_with_all_that_belongs_to_it_and_nothing_else(store: Subject) {
    let (user, bystander) = (a_kept_user(&store).await, a_kept_user(&store).await);
    let both = [&user, &bystander];
    let sessions = both.map(|user| a_session(user.id));
    let tokens = both.map(|user| a_token(user.id));
    let changes = both.map(|user| an_email_change(user.id));
    let identities = both.map(|user| an_identity(user.id));
    let email = user.email.clone().expect("an address");
    let (registration, mail, event) = (a_registration(&email), a_mail(), an_event());
    let preferences =
        Preferences { version: 2, ..Preferences::initial(Locale::default(), later()) };
    keep(&store, async |tx| {
        for number in 0..2 {
            tx.one_time_tokens().insert(&tokens[number]).await.unwrap();
            tx.email_changes().insert(&changes[number]).await.unwrap();
            tx.identities().insert(&identities[number]).await.unwrap();
            tx.preferences().save(both[number].id, &preferences).await.unwrap();
            let epoch = both[number].epoch;
            assert!(tx.sessions().insert(&sessions[number], epoch).await.unwrap());
        }
        tx.registrations().insert(&registration).await.unwrap();
        tx.outbox().insert(&mail).await.unwrap();
        tx.audit().record(&event).await.unwrap();
    })
    .await;

    assert!(delete(&store, user.id).await);
    assert!(!delete(&store, user.id).await);
    let mut read = read(&store);
    for (number, there) in [(0, false), (1, true)] {
        let id = both[number].id;
        assert_eq!(read.users().find(id).await.unwrap().is_some(), there);
        assert_eq!(read.preferences().find(id).await.unwrap().is_some(), there);
        let session = read.sessions().find_with_user(sessions[number].id).await.unwrap();
        assert_eq!(session.is_some(), there);
        assert_eq!(read.sessions().list(id, a_moment()).await.unwrap().len(), usize::from(there));
        let token = read.one_time_tokens().find(tokens[number].id).await.unwrap();
        assert_eq!(token.is_some(), there);
        let listed = read.email_changes().list(id).await.unwrap();
        assert_eq!(listed.len(), usize::from(there));
        let listed = read.identities().list(id).await.unwrap();
        assert_eq!(listed.len(), usize::from(there));
    }
    let found = read.preferences().find(bystander.id).await.unwrap();
    assert_eq!(found, Some(preferences));
    let found = read.registrations().find_by_token(registration.token).await.unwrap();
    assert_eq!(found, Some(registration), "it is for the address, not of the account");
}

pub async fn the_address_of_a_deleted_account_is_free_again(store: Subject) {
    let user = a_kept_user(&store).await;
    let next = User { id: a_user().id, ..user.clone() };
    assert!(delete(&store, user.id).await);
    let email = user.email.as_ref().expect("an address");
    assert_eq!(read(&store).users().find_by_email(email).await.unwrap(), None);
    keep(&store, async |tx| tx.users().insert(&next).await.unwrap()).await;
    assert_eq!(find(&store, next.id).await, Some(next));
}

pub async fn an_account_whose_deletion_is_not_kept_stays(store: Subject) {
    let user = a_kept_user(&store).await;
    let token = a_token(user.id);
    keep(&store, async |tx| tx.one_time_tokens().insert(&token).await.unwrap()).await;
    let mut dropped = begin(&store).await;
    assert!(dropped.users().delete(user.id).await.unwrap());
    assert_eq!(dropped.users().find(user.id).await.unwrap(), None);
    drop(dropped);
    let found = read(&store).one_time_tokens().find(token.id).await.unwrap();
    assert_eq!(found, Some(token));
    assert_eq!(find(&store, user.id).await, Some(user));
}

pub async fn an_account_is_locked_together_with_every_admin_by_rising_id(store: Subject) {
    let lock = async |id| keep(&store, async |tx| tx.users().lock_with_admins(id).await).await;
    assert_eq!(lock(a_user().id).await.unwrap(), []);
    let roles =
        [Role::Admin, Role::User, Role::Moderator, Role::Admin, Role::Anonymous, Role::Admin];
    let reason = SuspensionReason::parse("spam").expect("a reason");
    let suspension = Some(Suspension { at: a_moment(), until: None, reason });
    let mut users = roles.map(|role| User { role, ..a_user() });
    users[5].suspension = suspension;
    // Not in the order of their ids.
    for user in users.iter().rev() {
        keep(&store, async |tx| tx.users().insert(user).await.unwrap()).await;
    }
    for chosen in &users {
        let mut expected: Vec<User> = users
            .iter()
            .filter(|user| user.role == Role::Admin || user.id == chosen.id)
            .cloned()
            .collect();
        expected.sort_by_key(|user| user.id);
        assert_eq!(lock(chosen.id).await.unwrap(), expected);
    }
    assert_eq!(lock(a_user().id).await.unwrap().len(), 3);
}
