//! Accounts, as those who look after them see them: page by page, filtered, and searched.

use std::{cmp::Reverse, time::Duration};

use bookplate_domain::{
    roles::Role,
    shared::{Limit, Timestamp, UserId},
    users::{
        DisplayName, EmailAddress, SearchQuery, Status, Suspension, SuspensionReason, User,
        UserFilter,
    },
};

use super::{Subject, keep, pages, read};
use crate::{a_moment, a_user, a_visitor};

fn at(seconds: u64) -> Timestamp {
    a_moment().plus(Duration::from_secs(seconds))
}

fn named(address: &str, name: &str) -> User {
    User {
        email: Some(EmailAddress::parse(address).expect("an address")),
        name: Some(DisplayName::parse(name).expect("a name")),
        ..a_user()
    }
}

fn suspended(user: User, until: Option<Timestamp>) -> User {
    let reason = SuspensionReason::parse("spam").expect("a reason");
    User { suspension: Some(Suspension { at: at(0), until, reason }), ..user }
}

fn searching(query: &str) -> UserFilter {
    let query = Some(SearchQuery::parse(query).expect("a query"));
    UserFilter { query, ..UserFilter::default() }
}

async fn insert(store: &Subject, users: &[User]) {
    keep(store, async |tx| {
        for user in users {
            tx.users().insert(user).await.unwrap();
        }
    })
    .await;
}

/// What a filter lets through at a moment, so many a page.
async fn paged(store: &Subject, filter: &UserFilter, now: Timestamp, count: u64) -> Vec<Vec<User>> {
    pages(count, async |after, limit| {
        read(store).users().list(filter, now, after, limit).await.unwrap()
    })
    .await
}

async fn found(store: &Subject, query: &str) -> Vec<UserId> {
    let pages = paged(store, &searching(query), a_moment(), 100).await;
    pages.concat().into_iter().map(|user| user.id).collect()
}

/// What ought to be let through, in its order.
fn expected(users: &[User], filter: &UserFilter, now: Timestamp) -> Vec<User> {
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

pub async fn an_account_is_found_by_its_address_and_from_each_word_of_its_name(store: Subject) {
    let ada = named("Ada.King@Example.com", "Augusta ADA  King");
    let zoe = named("zoë@bücher.example", "Zoë Ångström");
    insert(&store, &[ada.clone(), zoe.clone(), a_visitor()]).await;
    for query in
        ["ada.king@example.com", "AUGUSTA", "augusta ada k", "ada king", "king", "a", " ada "]
    {
        assert!(found(&store, query).await.contains(&ada.id), "{query}");
    }
    for query in ["zoë@xn--bcher-kva.example", "ZOË ÅNG", "ångström", "a\u{30a}ng", "ｚｏë"]
    {
        assert_eq!(found(&store, query).await, [zoe.id], "{query}");
    }
    for query in ["augusta king", "da", "kings", "example", "@", "zoe"] {
        assert_eq!(found(&store, query).await, [], "{query}");
    }
}

pub async fn what_is_special_to_a_database_is_not_special_in_a_query(store: Subject) {
    let names = [
        "50% off",
        "50_ off",
        "it's",
        "a\\b",
        "back\u{10ffff}",
        "back\u{10ffff}x",
        "d\u{d7ff}",
        "d\u{e000}",
        "\"q\"",
        "[x]",
        "*",
        "?",
        "$1",
        "null",
    ];
    let users: Vec<User> = names
        .iter()
        .enumerate()
        .map(|(number, name)| named(&format!("u{number}@example.com"), name))
        .collect();
    insert(&store, &users).await;
    for (query, hits) in [
        ("50%", 1),
        ("50_", 1),
        ("50", 2),
        ("%", 0),
        ("_", 0),
        ("it'", 1),
        ("a\\", 1),
        ("back\u{10ffff}", 2),
        ("\u{10ffff}", 0),
        ("d\u{d7ff}", 1),
        ("d\u{e000}", 1),
        ("\"", 1),
        ("[", 1),
        ("*", 1),
        ("?", 1),
        ("$1", 1),
        ("null", 1),
    ] {
        let listed = paged(&store, &searching(query), at(0), 1).await.concat();
        assert_eq!(listed, expected(&users, &searching(query), at(0)), "{query:?}");
        assert_eq!(listed.len(), hits, "{query:?}");
    }
}

pub async fn an_account_comes_once_at_the_first_of_its_keys(store: Subject) {
    let users = [
        named("ann@example.com", "Ann Ann Ann"),
        named("anna@example.com", "Zed Ann"),
        named("x1@example.com", "Anne Annette Anna"),
        named("x2@example.com", "Ann"),
        named("x3@example.com", "Ann"),
        named("ann.x@example.com", "Ann Xu"),
    ];
    insert(&store, &users).await;
    for query in
        ["a", "an", "ann", "ann ", "ann a", "ann ann", "anna", "anne", "annet", "z", "ann@"]
    {
        let filter = searching(query);
        let expected = expected(&users, &filter, at(0));
        for count in [1, 2, 3, 100] {
            let listed = paged(&store, &filter, at(0), count).await.concat();
            assert_eq!(listed, expected, "{query}, {count} a page");
        }
    }
}

pub async fn many_of_one_name_come_by_their_ids(store: Subject) {
    let users: Vec<User> =
        (0..25).map(|number| named(&format!("{number}@example.com"), "Kim Kim")).collect();
    keep(&store, async |tx| tx.users().insert_new(&users).await.unwrap()).await;
    let listed = paged(&store, &searching("kim"), at(0), 4).await.concat();
    assert_eq!(listed, expected(&users, &searching("kim"), at(0)));
    assert_eq!(listed.len(), 25);
}

pub async fn an_account_is_found_as_it_is_now_and_not_as_it_was(store: Subject) {
    let user = User { email_verified_at: None, ..named("old@example.com", "Old Name") };
    insert(&store, std::slice::from_ref(&user)).await;
    let unverified = |query| UserFilter { verified: Some(false), ..searching(query) };
    let count = async |filter: UserFilter| paged(&store, &filter, at(5), 9).await.concat().len();
    assert_eq!(count(unverified("old")).await, 1);

    keep(&store, async |tx| assert!(tx.users().verify_email(user.id, at(1)).await.unwrap())).await;
    assert_eq!(count(unverified("old")).await, 0);
    assert_eq!(count(searching("old n")).await, 1);

    let name = Some(DisplayName::parse("New Name").unwrap());
    let renamed = User { name, role: Role::Moderator, ..user.clone() };
    let renamed = suspended(renamed, Some(at(9)));
    keep(&store, async |tx| assert!(tx.users().update(&renamed).await.unwrap())).await;
    assert_eq!(count(searching("old n")).await, 0);
    let (role, status) = (Some(Role::Moderator), Some(Status::Suspended));
    assert_eq!(count(UserFilter { role, status, ..searching("new n") }).await, 1);
    assert_eq!(count(UserFilter { status: Some(Status::Active), ..searching("new") }).await, 0);

    let email = EmailAddress::parse("fresh@example.com").unwrap();
    let changed = async |tx: &mut dyn super::Transaction| {
        tx.users().change_email(user.id, &email, at(2)).await.unwrap()
    };
    assert!(keep(&store, changed).await);
    assert_eq!(count(searching("old")).await, 0);
    let verified = UserFilter { role, status, verified: Some(true), ..searching("fresh@") };
    assert_eq!(count(verified).await, 1);
    assert_eq!(count(searching("new")).await, 1);

    keep(&store, async |tx| assert!(tx.users().delete(user.id).await.unwrap())).await;
    assert_eq!(count(searching("new")).await + count(searching("fresh")).await, 0);
    assert_eq!(count(UserFilter { role, ..UserFilter::default() }).await, 0);
}

pub async fn what_is_not_kept_is_not_found(store: Subject) {
    let user = named("ada@example.com", "Ada");
    insert(&store, std::slice::from_ref(&user)).await;
    let mut dropped = super::begin(&store).await;
    dropped.users().insert(&named("eve@example.com", "Eve")).await.unwrap();
    let name = Some(DisplayName::parse("Eve").unwrap());
    assert!(dropped.users().update(&User { name, ..user.clone() }).await.unwrap());
    drop(dropped);
    assert_eq!(found(&store, "eve").await, []);
    assert_eq!(found(&store, "ada").await, [user.id]);
}

pub async fn the_longest_keys_and_queries_are_found(store: Subject) {
    // Each of these characters folds to eighteen.
    let long = named("long@example.com", &"\u{fdfa}".repeat(100));
    let address =
        format!("{}@{}.example", "a".repeat(64), ["b".repeat(60), "c".repeat(60)].join("."));
    let wide = named(&address, &"𝒜𐐀漢字".repeat(25));
    insert(&store, &[long.clone(), wide.clone()]).await;
    assert_eq!(found(&store, &"\u{fdfa}".repeat(100)).await, [long.id]);
    assert_eq!(found(&store, &address).await, [wide.id]);
    assert_eq!(found(&store, &"𝒜𐐀漢字".repeat(25)).await, [wide.id]);
    assert_eq!(found(&store, &"x".repeat(254)).await, []);
}
