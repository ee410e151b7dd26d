//! Addresses that were given up and can still be had back.

use bookplate_domain::{
    shared::{Timestamp, UserId},
    users::{EmailAddress, EmailChange},
};

use super::{
    Subject, a_kept_user,
    email_changes::{asked_at, at, confirm, insert, just_before, revert, tokens},
    read,
};
use crate::{a_moment, an_address, an_email_change};

async fn holder(store: &Subject, email: &EmailAddress, now: Timestamp) -> Option<UserId> {
    read(store).email_changes().find_holder(email, now).await.unwrap()
}

pub async fn an_address_is_held_from_its_change_until_that_cannot_be_reverted(store: Subject) {
    let user = a_kept_user(&store).await.id;
    let change = an_email_change(user);
    insert(&store, &[&change]).await;
    // Another spelling of the same address.
    let old = EmailAddress::parse(change.old.canonical()).expect("an address");
    assert_eq!(holder(&store, &old, a_moment()).await, None, "nothing was given up yet");
    assert!(confirm(&store, tokens(&change).0, a_moment()).await);
    assert_eq!(holder(&store, &old, a_moment()).await, Some(user));
    assert_eq!(holder(&store, &old, just_before(change.revertible_until)).await, Some(user));
    assert_eq!(holder(&store, &old, change.revertible_until).await, None);
    for free in [&change.new, &an_address()] {
        assert_eq!(holder(&store, free, a_moment()).await, None);
    }
}

pub async fn an_address_that_was_had_back_is_not_held(store: Subject) {
    let change = an_email_change(a_kept_user(&store).await.id);
    insert(&store, &[&change]).await;
    let (to_confirm, to_revert) = tokens(&change);
    assert!(confirm(&store, to_confirm, a_moment()).await);
    assert!(revert(&store, to_revert, a_moment()).await);
    assert_eq!(holder(&store, &change.old, a_moment()).await, None);
}

pub async fn of_several_holders_the_first_to_give_up_counts(store: Subject) {
    let email = an_address();
    let mut given_up = Vec::new();
    // Neither the order of the ids nor that of asking tells who was first.
    for (asked, confirmed) in [(1, 30), (3, 10), (2, 20)] {
        let user = a_kept_user(&store).await.id;
        let change = EmailChange { old: email.clone(), ..asked_at(asked, user) };
        insert(&store, &[&change]).await;
        assert!(confirm(&store, tokens(&change).0, at(confirmed)).await);
        given_up.push(change);
    }
    let [last, first, second] = given_up.try_into().expect("three changes");
    for next in [first, second, last] {
        let found = holder(&store, &email, at(60)).await;
        assert_eq!(found, Some(next.user_id));
        assert!(revert(&store, tokens(&next).1, at(60)).await);
    }
    assert_eq!(holder(&store, &email, at(60)).await, None);
}

pub async fn of_many_addresses_those_that_are_held_are_told(store: Subject) {
    let changes = [
        an_email_change(a_kept_user(&store).await.id),
        an_email_change(a_kept_user(&store).await.id),
    ];
    for change in &changes {
        insert(&store, &[change]).await;
    }
    assert!(confirm(&store, tokens(&changes[0]).0, a_moment()).await);
    let held = EmailAddress::parse(changes[0].old.canonical()).expect("an address");
    let asked = [an_address(), held.clone(), changes[1].old.clone(), changes[0].new.clone()];
    let among = async |now| read(&store).email_changes().held_among(&asked, now).await.unwrap();
    assert_eq!(among(a_moment()).await, [held]);
    assert_eq!(among(changes[0].revertible_until).await, []);
    assert_eq!(read(&store).email_changes().held_among(&[], a_moment()).await.unwrap(), []);
}

pub async fn many_thousands_of_addresses_can_be_asked_for_at_once(store: Subject) {
    let change = an_email_change(a_kept_user(&store).await.id);
    insert(&store, &[&change]).await;
    assert!(confirm(&store, tokens(&change).0, a_moment()).await);
    let free = (0..70_000).map(|number| {
        let address = format!("{number}@example.org");
        EmailAddress::from_stored(address.clone(), address)
    });
    let asked: Vec<EmailAddress> = free.chain([change.old.clone()]).collect();
    let held = read(&store).email_changes().held_among(&asked, a_moment()).await.unwrap();
    assert_eq!(held, [change.old]);
}
