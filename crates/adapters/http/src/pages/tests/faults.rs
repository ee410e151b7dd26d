use std::{num::NonZeroU32, sync::Arc, time::Duration};

use actix_web::http::Method;
use bookplate_domain::{
    limits::Rule,
    users::{HashError, NewPassword, Password, PasswordCheck, PasswordHash, PasswordHasher},
};
use bookplate_testkit::doubles::{PlainHasher, PlainLimiter};

use super::{
    super::{Page, texts::Texts},
    PAGES,
};
use crate::testing::{ADA, OTHER_PASSWORD, World, request};

#[actix_web::test]
async fn a_weak_password_is_explained_and_the_link_is_kept() {
    let world = World::new().await;
    let token = world.reset_token().await;
    let link = format!("https://accounts.example/reset-password#token={token}");
    let long = "correct horse battery staple ".repeat(3);
    for texts in Texts::ALL {
        for (weak, reason) in [
            ("x7#Qp2!", (texts.password.too_short)(9)),
            (long.as_str(), (texts.password.too_long)(71)),
            ("password1234", texts.password.too_weak.to_owned()),
            ("tidal\0orchard velvet", texts.password.not_allowed.to_owned()),
            ("", texts.password.missing.to_owned()),
        ] {
            let answer = world.post_page(Page::ResetPassword, texts.lang, &link, weak).await;
            let kept = format!("name=\"token\" value=\"{}\"", link.replace('/', "&#x2f;"));
            let answer = answer.page(422, "aria-invalid=\"true\"");
            let answer = answer.has(&format!("id=\"password-fault\" role=\"alert\">{reason}<"));
            let answer = answer.has(&kept).has(&(texts.password.hint)(9)).has("minlength=\"9\"");
            answer.has("aria-describedby=\"password-fault password-hint\"").has_not("id=\"link\"");
        }
    }
    let answer = world.post_page(Page::ResetPassword, "en", &link, OTHER_PASSWORD).await;
    answer.page(200, "Your new password is saved");
}

#[actix_web::test]
async fn what_holds_no_token_is_asked_for_again() {
    let world = World::new().await;
    for page in PAGES {
        for nothing in ["", "https://accounts.example/verify-email"] {
            let answer = world.post_page(page, "en", nothing, OTHER_PASSWORD).await;
            answer.page(422, "role=\"alert\"").has("<input id=\"link\"");
        }
        let missing = request(Method::POST, page.path()).set_form([("password", "x")]);
        world.send(missing).await.page(422, "Paste the link from our mail here first.");
    }
}

#[actix_web::test]
async fn markup_stays_text() {
    let world = World::new().await;
    let markup = "\"><script>alert(1)</script><p title='";
    for page in PAGES {
        for link in [markup.to_owned(), format!("bp_x{markup}")] {
            let answer = world.post_page(page, "en", &link, "").await;
            answer.has_not("<script>alert").has_not("title='");
        }
    }
    let link = format!("bp_x{markup}");
    let kept = world.post_page(Page::ResetPassword, "en", &link, OTHER_PASSWORD).await;
    let kept = kept.page(400, "This link does not work");
    kept.has_not("alert(1)");
    let form = [("token", format!("bp_x{markup}")), ("colour", "red".to_owned())];
    let answer = world.send(request(Method::POST, "/reset-password").set_form(form)).await;
    answer.page(422, "&lt;script&gt;alert(1)&lt;").has_not("<script>alert");
}

#[actix_web::test]
async fn a_limit_is_told_as_a_page() {
    for page in PAGES {
        let rule = match page {
            Page::ResetPassword => Rule::PasswordReset,
            _ => Rule::VerifyEmail,
        };
        let once = NonZeroU32::new(1).unwrap();
        let limits = PlainLimiter::default().with(rule, once, Duration::from_secs(360));
        let world = World::with(limits, |_| ()).await;
        let first = world.post_page(page, "de", "bp_x", OTHER_PASSWORD).await;
        let first = first.page(400, "Dieser Link funktioniert nicht");
        assert!(first.header("ratelimit").contains("r=0"), "{:?}", first.headers);
        let second = world.post_page(page, "de", "bp_x", OTHER_PASSWORD).await;
        let second = second.page(429, "Bitte versuchen Sie es in 6 Minuten noch einmal.");
        assert_eq!(second.header("retry-after"), "360");
        second.has("<form method=\"post\">");
        world.get_page(page, "de").await.page(200, "<form method=\"post\">");
    }
}

#[actix_web::test]
async fn a_body_of_another_kind_is_refused_as_a_page() {
    let world = World::new().await;
    for page in PAGES {
        let post = || request(Method::POST, page.path());
        let not_understood = "The form could not be read.";
        let json = post().set_json(serde_json::json!({ "token": "bp_x" }));
        world.send(json).await.page(415, not_understood);
        let large = post().set_form([("token", "x".repeat(64 * 1024))]);
        world.send(large).await.page(413, not_understood);
        let unknown = post().set_form([("token", "bp_x"), ("password", "x"), ("colour", "red")]);
        world.send(unknown).await.page(422, "<form method=\"post\">");
        let twice = post().set_form([("token", "bp_x"), ("token", "bp_y")]);
        world.send(twice).await.page(400, not_understood);
        let other_method = world.send(request(Method::DELETE, page.path())).await;
        let other_method = other_method.page(405, not_understood);
        assert_eq!(other_method.header("allow"), "GET, POST, HEAD");
    }
}

/// Hashes as long as nobody waits, which is once.
#[derive(Default)]
struct BusyHasher(PlainHasher, std::sync::atomic::AtomicBool);

#[async_trait::async_trait]
impl PasswordHasher for BusyHasher {
    async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HashError> {
        match self.1.swap(true, std::sync::atomic::Ordering::SeqCst) {
            false => self.0.hash(password).await,
            true => Err(HashError::Busy),
        }
    }

    async fn verify(
        &self,
        password: &Password,
        hash: Option<&PasswordHash>,
    ) -> Result<PasswordCheck, HashError> {
        self.0.verify(password, hash).await
    }

    fn reads(&self, hash: &PasswordHash) -> bool {
        self.0.reads(hash)
    }
}

#[actix_web::test]
async fn a_busy_service_keeps_the_link_for_another_try() {
    let hasher = Arc::new(BusyHasher::default());
    let world = World::with(PlainLimiter::default(), |ports| ports.hasher = hasher).await;
    let token = world.reset_token().await;
    let answer = world.post_page(Page::ResetPassword, "ur", &token, OTHER_PASSWORD).await;
    let answer = answer.page(503, "سروس اس وقت بہت مصروف ہے").has("dir=\"rtl\"");
    assert_eq!(answer.header("retry-after"), "1");
    answer.has(&format!("name=\"token\" value=\"{token}\"")).has_not(ADA);
}
