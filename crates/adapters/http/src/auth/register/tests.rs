use actix_web::http::Method;
use bookplate_domain::shared::{LanguageTag, Locale};
use serde_json::json;

use crate::testing::{ADA, PASSWORD, World, request};

#[actix_web::test]
async fn mails_are_in_the_language_that_the_browser_prefers() {
    for (header, language) in [("de-AT;q=0.9, ur;q=0.95, *", Some("ur")), ("*, x;q=2", None)] {
        let world = World::new().await;
        let body = json!({ "email": ADA, "name": "Ada", "password": PASSWORD });
        let request = request(Method::POST, "/api/v1/auth/register").set_json(body);
        world.send(request.insert_header(("accept-language", header))).await.is(202);
        let language = language.map(|tag| LanguageTag::parse(tag).unwrap());
        let letters = world.letters().await;
        assert_eq!(letters[0].locale, Locale { language, time_zone: None });
    }
}

#[actix_web::test]
async fn nobody_registers_as_more_than_a_user() {
    let world = World::new().await;
    for (field, value) in [
        ("role", json!("admin")),
        ("id", json!("01890000-0000-7000-8000-000000000000")),
        ("emailVerified", json!(true)),
        ("createdAt", json!("2020-01-01T00:00:00.000Z")),
        ("passwordHash", json!("$2b$04$x")),
        ("status", json!("active")),
    ] {
        let body = json!({ "email": ADA, "name": "Ada", "password": PASSWORD, (field): value });
        let answer = world.post_json("/api/v1/auth/register", body, None).await;
        assert_eq!(answer.faults(), [format!("{field} UNKNOWN_FIELD")]);
        answer.problem(422, "VALIDATION_ERROR");
    }
    assert!(world.letters().await.is_empty());
}
