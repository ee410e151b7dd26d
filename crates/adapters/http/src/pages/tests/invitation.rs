use actix_web::http::Method;

use super::super::{Page, texts::Texts};
use crate::testing::{ADA, Answer, OTHER_PASSWORD, World, request};

impl World {
    async fn accept(&self, languages: &str, token: &str, name: &str, password: &str) -> Answer {
        let form = [("token", token), ("name", name), ("password", password)];
        let request = request(Method::POST, Page::AcceptInvitation.path()).set_form(form);
        self.send(request.insert_header(("accept-language", languages))).await
    }
}

#[actix_web::test]
async fn whoever_was_invited_chooses_name_and_password() {
    let world = World::new().await;
    let token = world.invitation_token().await;
    let form = world.get_page(Page::AcceptInvitation, "en").await;
    form.page(200, "<h1>Accept your invitation</h1>").has("name=\"name\"").has("name=\"password\"");
    let answer = world.accept("en", &token, "Ada Lovelace", OTHER_PASSWORD).await;
    answer.page(200, "Your account is ready").has("<bdi>ada@example.com</bdi>").has_not("<form");
    let ada = world.log_in(ADA, OTHER_PASSWORD).await.unwrap();
    assert_eq!(ada.user.name.unwrap().as_str(), "Ada Lovelace");
}

#[actix_web::test]
async fn a_wrong_name_is_explained_and_all_but_the_password_is_kept() {
    let world = World::new().await;
    let token = world.invitation_token().await;
    let long = "x".repeat(101);
    for texts in Texts::ALL {
        for (name, reason) in [
            (" ", texts.name.missing.to_owned()),
            (long.as_str(), (texts.name.too_long)(100)),
            ("Ada\u{202e}", texts.name.not_allowed.to_owned()),
        ] {
            let answer = world.accept(texts.lang, &token, name, OTHER_PASSWORD).await;
            let answer = answer.page(422, &format!("id=\"name-fault\" role=\"alert\">{reason}<"));
            let answer = answer.has("aria-describedby=\"name-fault name-hint\" autofocus");
            let answer = answer.has(&format!("name=\"token\" value=\"{token}\""));
            let answer = answer.has(&format!("value=\"{name}\"")).has(texts.name.hint);
            answer.has_not(OTHER_PASSWORD);
        }
    }
    let weak = world.accept("en", &token, "Ada & <b>Co</b>", "password1234").await;
    let weak = weak.page(422, "id=\"password-fault\"").has_not("name-fault").has_not("<b>Co");
    weak.has("value=\"Ada &amp; &lt;b&gt;Co&lt;&#x2f;b&gt;\"");
    world.accept("en", &token, "Ada", OTHER_PASSWORD).await.page(200, "Your account is ready");
}
