use bookplate_domain::roles::Role;
use serde_json::{Value, json};

use super::{ROOT, USERS, path_of};
use crate::testing::{ADA, MINUTE, World};

fn emails(list: &Value) -> Vec<&str> {
    let items = list["data"].as_array().unwrap().iter();
    items.map(|user| user["email"].as_str().unwrap()).collect()
}

/// Root, Bob, Ada and a suspended Eve, in this order.
async fn world() -> (World, bookplate_domain::sessions::SessionGrant) {
    let world = World::new().await;
    let root = world.root().await;
    for (address, role) in
        [("bob@example.com", Role::Moderator), (ADA, Role::User), ("eve@example.com", Role::User)]
    {
        world.clock.advance(MINUTE);
        world.account_of(address, role).await;
    }
    let eve = world.log_in("eve@example.com", crate::testing::PASSWORD).await.unwrap();
    world.suspend(eve.user.id).await;
    (world, root)
}

#[actix_web::test]
async fn accounts_come_newest_first_and_filtered() {
    let (world, root) = world().await;
    for (query, expected) in [
        ("", vec!["eve@example.com", ADA, "bob@example.com", ROOT]),
        ("?role=user", vec!["eve@example.com", ADA]),
        ("?status=suspended", vec!["eve@example.com"]),
        ("?status=active&role=user", vec![ADA]),
        ("?verified=false", vec![]),
        ("?verified=true&role=moderator", vec!["bob@example.com"]),
        ("?query=BOB%40exa", vec!["bob@example.com"]),
        ("?query=ada%40&status=suspended", vec![]),
    ] {
        let list = world.get(&format!("{USERS}{query}"), &root).await.is(200).json();
        assert_eq!(emails(&list), expected, "{query}");
    }
}

#[actix_web::test]
async fn an_account_is_shown_with_what_its_owner_does_not_see() {
    let (world, root) = world().await;
    let list = world.get(&format!("{USERS}?status=suspended"), &root).await.is(200).json();
    let eve = &list["data"][0];
    assert_eq!((&eve["status"], &eve["hasPassword"]), (&json!("suspended"), &json!(true)));
    let at = world.app.now().to_string();
    assert_eq!(eve["suspension"], json!({ "at": at, "until": null, "reason": "spam" }));
    let one = world.get(&format!("{USERS}/{}", eve["id"].as_str().unwrap()), &root).await.is(200);
    assert_eq!((one.json(), one.header("etag")), (eve.clone(), "\"2-suspended\""));
    let own = world.get(&path_of(&root), &root).await.is(200).json();
    assert_eq!((&own["status"], &own["suspension"]), (&json!("active"), &Value::Null));
    assert!(!format!("{list}{own}").contains("$2"), "{list}{own}");
}

#[actix_web::test]
async fn pages_follow_one_another_with_the_same_filters_only() {
    let (world, root) = world().await;
    let page = world.get(&format!("{USERS}?limit=1&role=user"), &root).await.is(200).json();
    assert_eq!(emails(&page), ["eve@example.com"]);
    let cursor = page["nextCursor"].as_str().unwrap();
    // The limit may change, and the order of the parameters; a filter may not.
    let next = format!("{USERS}?cursor={cursor}&role=%75ser&limit=5");
    let page = world.get(&next, &root).await.is(200).json();
    assert_eq!((emails(&page), &page["nextCursor"]), (vec![ADA], &Value::Null));
    for other in ["", "&role=admin", "&role=user&status=active", "&query=a"] {
        let answer = world.get(&format!("{USERS}?cursor={cursor}{other}"), &root).await;
        answer.problem(400, "INVALID_CURSOR");
    }
    let other_admin = world.signed_in_as("second@example.com", Role::Admin).await;
    world.get(&next, &other_admin).await.problem(400, "INVALID_CURSOR");
}

#[actix_web::test]
async fn a_wrong_parameter_is_named() {
    let (world, root) = world().await;
    let wrong = "?query=%20&role=boss&status=gone&verified=yes&limit=0&page=2";
    let answer = world.get(&format!("{USERS}{wrong}"), &root).await;
    assert_eq!(
        answer.faults(),
        [
            "limit OUT_OF_RANGE",
            "page UNKNOWN_FIELD",
            "query REQUIRED",
            "role NOT_ALLOWED",
            "status NOT_ALLOWED",
            "verified INVALID_FORMAT",
        ]
    );
    answer.problem(422, "VALIDATION_ERROR");
}

#[actix_web::test]
async fn an_account_that_is_not_there_is_not_found() {
    let (world, root) = world().await;
    for id in ["x", "01890000-0000-7000-8000-000000000000", "%00"] {
        world.get(&format!("{USERS}/{id}"), &root).await.problem(404, "NOT_FOUND");
    }
}
