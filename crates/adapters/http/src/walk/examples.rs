use bookplate_domain::roles::Role;

use super::{
    Guard, Operation,
    calls::{TARGET, valid_call},
};
use crate::{
    HttpConfig,
    testing::{Answer, World, config, document, policy, request},
};

const KEY: &str = "a key that another service was given";

/// The answer to a call with the example of the document, by somebody who may do everything. That
/// the document says everything of it, [`World::send`] sees to.
async fn answer(operation: &Operation) -> Answer {
    let revocations_key = Some(KEY.into());
    let world = World::run_by(policy(), HttpConfig { revocations_key, ..config() }).await;
    world.account_of("root@example.com", Role::Admin).await;
    let target = world.signed_in_as(TARGET, Role::User).await.user.id;
    let caller = match operation.guard {
        Guard::Permission(_) => Some(world.signed_in_as("caller@example.com", Role::Admin).await),
        Guard::Key | Guard::Open => None,
    };
    let mut call = valid_call(operation, &world, caller.as_ref(), target).await;
    if operation.guard == Guard::Key {
        call = call.insert_header(("authorization", format!("Bearer {KEY}")));
    }
    world.send(call).await
}

fn in_document(operation: &Operation) -> &'static serde_json::Value {
    &document()["paths"][&operation.path][operation.method.as_str().to_lowercase()]
}

#[actix_web::test]
async fn every_example_of_the_document_is_granted() {
    let mut with_body = 0;
    for operation in Operation::all() {
        let answer = answer(&operation).await;
        let name = operation.name();
        assert!(answer.is_granted(), "{name}: {} {}", answer.status, answer.text);
        let told = &in_document(&operation)["responses"][answer.status.as_str()];
        assert!(told.is_object(), "{name}: {}", answer.status);
        with_body += usize::from(in_document(&operation)["requestBody"].is_object());
    }
    assert!(with_body > 20, "{with_body}");
}

#[actix_web::test]
async fn a_body_may_be_missing_where_the_document_says_so() {
    let world = World::new().await;
    let caller = world.signed_in_as("caller@example.com", Role::Admin).await;
    let mut optional = 0;
    for operation in Operation::all() {
        let body = &in_document(&operation)["requestBody"];
        if body.is_null() {
            continue;
        }
        const ID: &str = "01890000-0000-7000-8000-000000000000";
        let path = ["{id}", "{chatId}", "{messageId}", "{provider}"]
            .iter()
            .fold(operation.path.clone(), |path, name| path.replace(name, ID));
        let mut call = request(operation.method.clone(), &path);
        if matches!(operation.guard, Guard::Permission(_)) {
            call = crate::testing::signed(call, &caller);
        }
        let refused = world.send(call).await.status.as_u16() == 415;
        assert_eq!(refused, body["required"] == true, "{}", operation.name());
        optional += usize::from(!refused);
    }
    assert_eq!(optional, 3);
}
