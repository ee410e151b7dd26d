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
