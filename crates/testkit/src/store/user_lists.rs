//! Accounts, as those who look after them see them: page by page, and filtered.

use std::{cmp::Reverse, time::Duration};

use bookplate_domain::{
    roles::Role,
    shared::{Limit, Timestamp},
    users::{
        DisplayName, EmailAddress, SearchQuery, Status, Suspension, SuspensionReason, User,
        UserFilter,
    },
};

use super::{Subject, keep, pages, read};
use crate::{a_moment, a_user, a_visitor};

pub(super) fn at(seconds: u64) -> Timestamp {
    a_moment().plus(Duration::from_secs(seconds))
}

pub(super) fn named(address: &str, name: &str) -> User {
    User {
        email: Some(EmailAddress::parse(address).expect("an address")),
        name: Some(DisplayName::parse(name).expect("a name")),
        ..a_user()
    }
}

pub(super) fn suspended(user: User, until: Option<Timestamp>) -> User {
    let reason = SuspensionReason::parse("spam").expect("a reason");
    User { suspension: Some(Suspension { at: at(0), until, reason }), ..user }
}

pub(super) fn searching(query: &str) -> UserFilter {
    let query = Some(SearchQuery::parse(query).expect("a query"));
    UserFilter { query, ..UserFilter::default() }
}

pub(super) async fn insert(store: &Subject, users: &[User]) {
    keep(store, async |tx| {
        for user in users {
            tx.users().insert(user).await.unwrap();
        }
    })
    .await;
}

/// What a filter lets through at a moment, so many a page.
pub(super) async fn paged(
    store: &Subject,
    filter: &UserFilter,
    now: Timestamp,
    count: u64,
) -> Vec<Vec<User>> {
    pages(count, async |after, limit| {
        read(store).users().list(filter, now, after, limit).await.unwrap()
    })
    .await
}

/// What ought to be let through, in its order.
pub(super) fn expected(users: &[User], filter: &UserFilter, now: Timestamp) -> Vec<User> {
    let mut wanted: Vec<(Option<String>, &User)> = Vec::new();
    for user in users {
        let fits = filter.role.is_none_or(|role| user.role == role)
            && filter.status.is_none_or(|status| user.status(now) == status)
            && filter.verified.is_none_or(|proven| user.email_verified_at.is_some() == proven);
        let prefix = filter.query.as_ref().map(SearchQuery::prefix);
        let key = prefix.map(|p| user.search_keys().into_iter().find(|key| key.starts_with(p)));
        match key {
            Some(None) => {}
            Some(key) if fits => wanted.push((key, user)),
            None if fits => wanted.push((None, user)),
            _ => {}
        }
    }
    match filter.query {
        Some(_) => wanted.sort_by_key(|(key, user)| (key.clone(), user.id)),
        None => wanted.sort_by_key(|(_, user)| Reverse(user.id)),
    }
    wanted.into_iter().map(|(_, user)| user.clone()).collect()
}

pub async fn accounts_are_listed_from_the_newest(store: Subject) {
    let all = UserFilter::default();
    assert_eq!(paged(&store, &all, at(0), 9).await, [[]]);
    let mut users: Vec<User> = (0..7).map(|_| a_user()).collect();
    users.push(a_visitor());
    users.swap(1, 5);
    insert(&store, &users).await;
    users.sort_by_key(|user| Reverse(user.id));
    for count in [1, 2, 3, 7, 8, 9] {
        let size = usize::try_from(count).expect("a small number");
        let found = paged(&store, &all, at(0), count).await;
        assert_eq!(found, users.chunks(size).collect::<Vec<_>>(), "{count} a page");
    }
}

pub async fn an_account_that_is_made_meanwhile_is_on_no_later_page(store: Subject) {
    let users = [a_user(), a_user(), a_user()];
    insert(&store, &users[..2]).await;
    let (all, limit) = (UserFilter::default(), Limit::parse(1).unwrap());
    let first = read(&store).users().list(&all, at(0), None, limit).await.unwrap();
    insert(&store, &users[2..]).await;
    let second = read(&store).users().list(&all, at(0), first.next.as_ref(), limit).await.unwrap();
    assert_eq!(second.items, users[..1]);
    assert_eq!(second.next, None);
}

/// One account, or more, of each role, with and without a proven mailbox, and with every kind of
/// suspension.
fn of_every_kind() -> Vec<User> {
    let mut users = Vec::new();
    for role in Role::ALL {
        for verified in [Some(at(0)), None] {
            for until in [None, Some(None), Some(Some(at(5))), Some(Some(at(10)))] {
                let number = users.len();
                let (first, last) =
                    (["Anna", "Ann", "Bob"][number % 3], ["Ann", "Eck"][number % 2]);
                let address = format!("{first}{}@example.com", number % 7 * 100 + number);
                let user = named(&address, &format!("{first} {last}"));
                let user = User { role, email_verified_at: verified, ..user };
                users.push(until.map_or(user.clone(), |until| suspended(user, until)));
            }
        }
    }
    users
}

pub async fn every_combination_of_filters_lets_through_what_it_says(store: Subject) {
    let users = of_every_kind();
    insert(&store, &users).await;
    let queries = [None, Some("ann"), Some("b"), Some("eck"), Some("anna ann"), Some("x")];
    let queries = queries.map(|query| query.map(|query| SearchQuery::parse(query).unwrap()));
    let roles = [None].into_iter().chain(Role::ALL.map(Some));
    let mut hits = 0;
    for role in roles {
        for status in [None, Some(Status::Active), Some(Status::Suspended)] {
            for verified in [None, Some(true), Some(false)] {
                for query in &queries {
                    let filter = UserFilter { query: query.clone(), role, status, verified };
                    // A suspension is over at its very end.
                    for now in [at(4), at(5)] {
                        let expected = expected(&users, &filter, now);
                        let listed = paged(&store, &filter, now, 100).await.concat();
                        assert_eq!(listed, expected, "{filter:?}");
                        hits += listed.len();
                    }
                    let now = at(5);
                    let expected = expected(&users, &filter, now);
                    let listed = paged(&store, &filter, now, 3).await;
                    assert!(listed.iter().rev().skip(1).all(|page| page.len() == 3));
                    assert_eq!(listed.concat(), expected, "{filter:?}");
                }
            }
        }
    }
    assert!(hits > 1_000, "{hits}");
}
