use super::{super::Page, PAGES};
use crate::testing::{ADA, NEW, OTHER_PASSWORD, PASSWORD, World};

#[actix_web::test]
async fn looking_at_a_page_spends_nothing() {
    for page in PAGES {
        let world = World::new().await;
        let token = world.token_for(page).await;
        let before = format!("{:?}", world.store.audit_events());
        for _ in 0..2 {
            world.get_page(page, "en").await.page(200, "<form method=\"post\">");
        }
        assert_eq!(format!("{:?}", world.store.audit_events()), before);
        let answer = world.post_page(page, "en", &token, OTHER_PASSWORD).await;
        answer.page(200, "role=\"status\"").has_not("<form");
    }
}

#[actix_web::test]
async fn a_pasted_link_works_once_and_is_spent_then() {
    for page in PAGES {
        let world = World::new().await;
        let token = world.token_for(page).await;
        let link = format!(" <https://accounts.example{}#token={token}> ", page.path());
        let answer = world.post_page(page, "de", &link, OTHER_PASSWORD).await;
        answer.page(200, "role=\"status\"").has("lang=\"de\"").has_not(&token);
        let again = world.post_page(page, "de", &link, OTHER_PASSWORD).await;
        again
            .page(400, "role=\"alert\"")
            .has("Dieser Link funktioniert nicht: Er wurde schon verwendet")
            .has("<title>Fehler: ")
            .has("<input id=\"link\"")
            .has_not(&token);
    }
}

#[actix_web::test]
async fn a_late_link_is_told_from_a_spent_one() {
    for page in PAGES {
        let world = World::new().await;
        let token = world.token_for(page).await;
        world.clock.advance(8 * crate::testing::DAY);
        let answer = world.post_page(page, "es", &token, OTHER_PASSWORD).await;
        answer.page(400, "Este enlace ha caducado").has("<input id=\"link\"").has_not(&token);
    }
}

#[actix_web::test]
async fn a_proven_mailbox_can_log_in() {
    let world = World::new().await;
    let token = world.verification_token().await;
    assert!(world.log_in(ADA, PASSWORD).await.is_none());
    let answer = world.post_page(Page::VerifyEmail, "en", &token, "").await;
    answer
        .page(200, "Your e-mail address is confirmed")
        .has("<h1>E-mail address confirmed</h1>")
        .has("<bdi>ada@example.com</bdi>");
    assert!(world.log_in(ADA, PASSWORD).await.is_some());
}

#[actix_web::test]
async fn a_new_password_takes_the_place_of_the_old() {
    let world = World::new().await;
    let token = world.reset_token().await;
    let answer = world.post_page(Page::ResetPassword, "en", &token, OTHER_PASSWORD).await;
    answer.page(200, "Your new password is saved").has_not(OTHER_PASSWORD);
    assert!(world.log_in(ADA, PASSWORD).await.is_none());
    assert!(world.log_in(ADA, OTHER_PASSWORD).await.is_some());
}

#[actix_web::test]
async fn an_address_is_changed_and_taken_back() {
    let world = World::new().await;
    let (confirm, revert) = world.change_tokens().await;
    let answer = world.post_page(Page::ConfirmEmailChange, "en", &confirm, "").await;
    answer.page(200, "has its new e-mail address").has("<bdi>ada@example.org</bdi>");
    assert!(world.log_in(ADA, PASSWORD).await.is_none());
    assert!(world.log_in(NEW, PASSWORD).await.is_some());

    let answer = world.post_page(Page::RevertEmailChange, "en", &revert, "").await;
    answer.page(200, "has its old e-mail address again").has("<bdi>ada@example.com</bdi>");
    assert!(world.log_in(NEW, PASSWORD).await.is_none());
    assert!(world.log_in(ADA, PASSWORD).await.is_none(), "the password works no longer");
    let reset = world.token_to(ADA).await;
    let answer = world.post_page(Page::ResetPassword, "en", &reset, OTHER_PASSWORD).await;
    answer.page(200, "Your new password is saved");
    assert!(world.log_in(ADA, OTHER_PASSWORD).await.is_some());
}

#[actix_web::test]
async fn an_address_that_went_to_somebody_else_is_told_like_a_spent_link() {
    let world = World::new().await;
    let (confirm, _) = world.change_tokens().await;
    world.account(NEW).await;
    let answer = world.post_page(Page::ConfirmEmailChange, "en", &confirm, "").await;
    answer.page(400, "This link does not work").has_not(NEW);
}
