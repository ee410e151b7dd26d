//! Accounts, as a search finds them.

use bookplate_domain::{
    roles::Role,
    shared::UserId,
    users::{DisplayName, EmailAddress, Status, User, UserFilter},
};

use super::{
    Subject, keep,
    user_lists::{at, expected, insert, named, paged, searching, suspended},
};
use crate::{a_moment, a_visitor};

async fn found(store: &Subject, query: &str) -> Vec<UserId> {
    let pages = paged(store, &searching(query), a_moment(), 100).await;
    pages.concat().into_iter().map(|user| user.id).collect()
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

pub async fn an_update_leaves_an_account_findable_by_its_own_address_only(store: Subject) {
    let user = named("ada@example.com", "Ada");
    insert(&store, std::slice::from_ref(&user)).await;
    for name in ["Ada", "Augusta"] {
        // An update is not about the address.
        let changed = User { role: Role::User, ..named("eve@example.com", name) };
        let changed = User { id: user.id, ..changed };
        keep(&store, async |tx| assert!(tx.users().update(&changed).await.unwrap())).await;
        assert_eq!(found(&store, "ada@").await, [user.id], "{name}");
        assert_eq!(found(&store, name).await, [user.id]);
        assert_eq!(found(&store, "eve").await, [], "{name}");
        let role = Some(Role::User);
        let filter = UserFilter { role, ..searching(name) };
        assert_eq!(paged(&store, &filter, at(0), 9).await.concat().len(), 1, "{name}");
    }
}
