use std::time::Duration;

use bookplate_domain::{
    roles::Role,
    shared::{Locale, Timestamp, UserId},
    store::{StoreError, Unique},
    users::{EmailAddress, Suspension, SuspensionReason, User},
};

use super::{Subject, a_kept_user, begin, keep, read};
use crate::{a_locale, a_moment, a_password_hash, a_user, a_visitor, an_address};

async fn find(store: &Subject, user: &User) -> User {
    let found = read(store).users().find(user.id).await.unwrap();
    found.expect("the user is there")
}

pub async fn every_field_reads_back_as_it_was_written(store: Subject) {
    let mut users = vec![a_user(), a_visitor()];
    users.extend(Role::ALL.map(|role| User { role, ..a_user() }));
    for locale in
        [Locale { language: None, ..a_locale() }, Locale { time_zone: None, ..a_locale() }]
    {
        users.push(User { locale, ..a_user() });
    }
    for until in [None, Some(a_moment())] {
        let reason = SuspensionReason::parse("Спам, eh? 🙁").expect("a reason");
        let suspension = Some(Suspension { at: a_moment(), until, reason });
        users.push(User { suspension, ..a_user() });
    }
    users.push(User {
        epoch: u32::MAX,
        version: u32::MAX,
        created_at: Timestamp::from_unix_millis(0),
        updated_at: Timestamp::from_unix_millis(i64::MAX),
        ..a_user()
    });
    for user in &users {
        keep(&store, async |tx| tx.users().insert(user).await.unwrap()).await;
    }
    for user in &users {
        assert_eq!(find(&store, user).await, *user);
        if let Some(email) = &user.email {
            let found = read(&store).users().find_by_email(email).await.unwrap();
            assert_eq!(found.as_ref(), Some(user));
        }
    }
}

pub async fn an_address_is_found_in_any_spelling(store: Subject) {
    let user = a_kept_user(&store).await;
    let email = user.email.clone().expect("an address");
    let other = EmailAddress::parse(email.canonical()).expect("an address");
    assert_ne!(other.written(), email.written());
    for spelling in [email, other] {
        let found = read(&store).users().find_by_email(&spelling).await.unwrap();
        assert_eq!(found, Some(user.clone()));
    }
}

pub async fn of_many_addresses_those_of_accounts_are_told(store: Subject) {
    let users = [a_kept_user(&store).await, a_kept_user(&store).await];
    a_kept_user(&store).await;
    let [first, second] = users.map(|user| user.email.expect("an address"));
    let spelled_otherwise = EmailAddress::parse(first.canonical()).expect("an address");
    let asked = [an_address(), spelled_otherwise.clone(), second.clone(), an_address()];
    let among =
        async |emails: &[EmailAddress]| read(&store).users().taken_among(emails).await.unwrap();
    assert_eq!(among(&asked).await, [spelled_otherwise, second]);
    assert_eq!(among(&[]).await, []);
}

pub async fn what_is_not_there_is_not_found(store: Subject) {
    a_kept_user(&store).await;
    let mut read = read(&store);
    assert_eq!(read.users().find(a_user().id).await.unwrap(), None);
    let found = read.users().find_by_email(&an_address()).await.unwrap();
    assert_eq!(found, None);
}

pub async fn an_address_that_another_has_is_refused(store: Subject) {
    let first = a_kept_user(&store).await;
    let canonical = first.email.clone().expect("an address");
    let spelled_otherwise = EmailAddress::parse(canonical.canonical()).expect("an address");
    for email in [canonical, spelled_otherwise] {
        let second = User { email: Some(email), ..a_user() };
        let refused = begin(&store).await.users().insert(&second).await;
        let conflict = matches!(refused, Err(StoreError::Conflict(Unique::UserEmail)));
        assert!(conflict, "{refused:?}");
        let found = read(&store).users().find(second.id).await.unwrap();
        assert_eq!(found, None);
    }
    assert_eq!(find(&store, &first).await, first);
}

pub async fn an_id_that_another_has_is_refused(store: Subject) {
    let first = a_kept_user(&store).await;
    let second = User { id: first.id, ..a_user() };
    let refused = begin(&store).await.users().insert(&second).await;
    let conflict = matches!(refused, Err(StoreError::Conflict(Unique::Id)));
    assert!(conflict, "{refused:?}");
    assert_eq!(find(&store, &first).await, first);
}

pub async fn users_without_an_address_do_not_conflict(store: Subject) {
    for visitor in [a_visitor(), a_visitor()] {
        let insert = async |tx: &mut dyn super::Transaction| tx.users().insert(&visitor).await;
        keep(&store, insert).await.unwrap();
    }
}

pub async fn a_mailbox_is_proven_once_and_raises_the_version(store: Subject) {
    let unproven = User { email_verified_at: None, ..a_user() };
    let insert = async |tx: &mut dyn super::Transaction| tx.users().insert(&unproven).await;
    keep(&store, insert).await.unwrap();

    let now = a_moment().plus(Duration::from_millis(7_200_001));
    let prove = async |id, now| {
        keep(&store, async |tx| tx.users().verify_email(id, now).await).await.unwrap()
    };
    assert!(prove(unproven.id, now).await);
    let proven = User {
        email_verified_at: Some(now),
        version: unproven.version + 1,
        updated_at: now,
        ..unproven.clone()
    };
    assert_eq!(find(&store, &unproven).await, proven);

    assert!(!prove(unproven.id, now.plus(Duration::from_secs(1))).await);
    assert_eq!(find(&store, &unproven).await, proven);
    assert!(!prove(a_user().id, now).await);
}

pub async fn a_hash_is_replaced_and_nothing_else(store: Subject) {
    let (user, bystander) = (a_kept_user(&store).await, a_kept_user(&store).await);
    let (old, new) = (user.password.clone().expect("a hash"), a_password_hash());
    keep(&store, async |tx| {
        tx.users().rehash(user.id, &old, &new).await.unwrap();
    })
    .await;
    let rehashed = User { password: Some(new), ..user.clone() };
    assert_eq!(find(&store, &user).await, rehashed);
    assert_eq!(find(&store, &bystander).await, bystander);
}

pub async fn a_hash_that_changed_meanwhile_is_left_alone(store: Subject) {
    let user = a_kept_user(&store).await;
    keep(&store, async |tx| {
        let (stale, new) = (a_password_hash(), a_password_hash());
        tx.users().rehash(user.id, &stale, &new).await.unwrap();
    })
    .await;
    assert_eq!(find(&store, &user).await, user);
}

pub async fn a_new_password_raises_the_epoch_and_the_version(store: Subject) {
    let (user, bystander) = (a_kept_user(&store).await, a_kept_user(&store).await);
    let hash = a_password_hash();
    for epoch in [None, Some(user.epoch + 1)] {
        let now = a_moment().plus(Duration::from_secs(u64::from(epoch.unwrap_or(0))));
        let set = async |tx: &mut dyn super::Transaction| {
            tx.users().set_password(user.id, epoch, &hash, now).await
        };
        assert!(keep(&store, set).await.unwrap());
    }
    let changed = User {
        password: Some(hash),
        epoch: user.epoch + 2,
        version: user.version + 2,
        updated_at: a_moment().plus(Duration::from_secs(u64::from(user.epoch + 1))),
        ..user.clone()
    };
    assert_eq!(find(&store, &user).await, changed);
    assert_eq!(find(&store, &bystander).await, bystander);
}

pub async fn a_password_is_not_set_under_another_epoch(store: Subject) {
    let user = a_kept_user(&store).await;
    let hash = a_password_hash();
    for (id, epoch) in [(user.id, Some(user.epoch + 1)), (a_user().id, None)] {
        let set = async |tx: &mut dyn super::Transaction| {
            tx.users().set_password(id, epoch, &hash, a_moment()).await
        };
        assert!(!keep(&store, set).await.unwrap());
    }
    assert_eq!(find(&store, &user).await, user);
}

/// Gives somebody another address.
async fn change(store: &Subject, id: UserId, email: &EmailAddress, now: Timestamp) -> bool {
    keep(store, async |tx| tx.users().change_email(id, email, now).await).await.unwrap()
}

pub async fn another_address_is_proven_and_raises_the_epoch_and_the_version(store: Subject) {
    let bystander = a_kept_user(&store).await;
    let (unproven, visitor) = (User { email_verified_at: None, ..a_user() }, a_visitor());
    for user in [a_user(), unproven, visitor] {
        keep(&store, async |tx| tx.users().insert(&user).await).await.unwrap();
        let (email, now) = (an_address(), a_moment().plus(Duration::from_secs(86_401)));
        assert!(change(&store, user.id, &email, now).await);
        let changed = User {
            email: Some(email.clone()),
            email_verified_at: Some(now),
            epoch: user.epoch + 1,
            version: user.version + 1,
            updated_at: now,
            ..user.clone()
        };
        let mut read = read(&store);
        let found = read.users().find_by_email(&email).await.unwrap();
        assert_eq!(found, Some(changed));
        if let Some(old) = &user.email {
            let found = read.users().find_by_email(old).await.unwrap();
            assert_eq!(found, None, "the old address is nobody's");
        }
    }
    assert_eq!(find(&store, &bystander).await, bystander);
}

pub async fn an_address_that_another_has_is_not_taken_over(store: Subject) {
    let (owner, user) = (a_kept_user(&store).await, a_kept_user(&store).await);
    let taken = owner.email.clone().expect("an address");
    let spelled_otherwise = EmailAddress::parse(taken.canonical()).expect("an address");
    for email in [taken, spelled_otherwise] {
        let refused = begin(&store).await.users().change_email(user.id, &email, a_moment()).await;
        let conflict = matches!(refused, Err(StoreError::Conflict(Unique::UserEmail)));
        assert!(conflict, "{refused:?}");
    }
    assert_eq!(find(&store, &user).await, user);
    assert_eq!(find(&store, &owner).await, owner);
}

pub async fn an_address_may_be_spelled_otherwise(store: Subject) {
    let user = a_kept_user(&store).await;
    let old = user.email.clone().expect("an address");
    let new = EmailAddress::parse(old.canonical()).expect("an address");
    assert!(change(&store, user.id, &new, a_moment()).await);
    let found = find(&store, &user).await.email.expect("an address");
    assert_eq!((found.written(), found.canonical()), (new.written(), old.canonical()));
    assert_ne!(found.written(), old.written());
}

pub async fn nobody_has_no_address_to_change(store: Subject) {
    let owner = a_kept_user(&store).await;
    assert!(!change(&store, a_user().id, &an_address(), a_moment()).await);
    assert_eq!(find(&store, &owner).await, owner);
}

pub async fn a_password_that_is_taken_away_raises_the_epoch_and_the_version(store: Subject) {
    let (user, bystander) = (a_kept_user(&store).await, a_kept_user(&store).await);
    let now = a_moment().plus(Duration::from_secs(86_401));
    keep(&store, async |tx| {
        tx.users().clear_password(user.id, now).await.unwrap();
        tx.users().clear_password(a_user().id, now).await.unwrap();
    })
    .await;
    let cleared = User {
        password: None,
        epoch: user.epoch + 1,
        version: user.version + 1,
        updated_at: now,
        ..user.clone()
    };
    assert_eq!(find(&store, &user).await, cleared);
    assert_eq!(find(&store, &bystander).await, bystander);
}

pub async fn a_locked_account_reads_like_any_other(store: Subject) {
    let user = a_kept_user(&store).await;
    let email = user.email.clone().expect("an address");
    keep(&store, async |tx| {
        assert_eq!(tx.users().lock(user.id).await.unwrap().as_ref(), Some(&user));
        assert_eq!(tx.users().lock_by_email(&email).await.unwrap().as_ref(), Some(&user));
        assert_eq!(tx.users().lock(a_user().id).await.unwrap(), None);
        assert_eq!(tx.users().lock_by_email(&an_address()).await.unwrap(), None);
    })
    .await;
}
