//! The pages as a browser sees them.

mod acts;
mod faults;
mod invitation;
mod languages;

use actix_web::http::Method;

use super::Page;
use crate::testing::{Answer, World, request};

const PAGES: [Page; 5] = [
    Page::VerifyEmail,
    Page::ResetPassword,
    Page::ConfirmEmailChange,
    Page::RevertEmailChange,
    Page::AcceptInvitation,
];

impl World {
    async fn get_page(&self, page: Page, languages: &str) -> Answer {
        let request = request(Method::GET, page.path());
        self.send(request.insert_header(("accept-language", languages))).await
    }

    /// Posts the form of a page with the fields it has.
    async fn post_page(&self, page: Page, languages: &str, link: &str, password: &str) -> Answer {
        let mut form = vec![("token", link)];
        if page.asks_name() {
            form.push(("name", "Ada & <b>Co</b>"));
        }
        if page.asks_password() {
            form.push(("password", password));
        }
        let request = request(Method::POST, page.path()).set_form(form);
        self.send(request.insert_header(("accept-language", languages))).await
    }

    /// A token for a page, in a world in which nothing has happened yet.
    async fn token_for(&self, page: Page) -> String {
        match page {
            Page::VerifyEmail => self.verification_token().await,
            Page::ResetPassword => self.reset_token().await,
            Page::ConfirmEmailChange => self.change_tokens().await.0,
            Page::RevertEmailChange => self.change_tokens().await.1,
            Page::AcceptInvitation => self.invitation_token().await,
        }
    }
}

impl Answer {
    /// Insists on a whole page with a text in it.
    #[track_caller]
    fn page(self, status: u16, text: &str) -> Self {
        let answer = self.is(status);
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("vary"), "Accept-Language");
        let policy = answer.header("content-security-policy");
        for part in ["default-src 'none'", "script-src 'self'", "form-action 'self'"] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"));
        assert!(answer.text.starts_with("<!doctype html>") && answer.text.contains("</html>"));
        assert!(answer.text.contains(text), "{text}\nis not in\n{}", answer.text);
        assert_eq!(answer.header("set-cookie"), "");
        answer
    }

    #[track_caller]
    fn has(self, text: &str) -> Self {
        assert!(self.text.contains(text), "{text}\nis not in\n{}", self.text);
        self
    }

    #[track_caller]
    fn has_not(self, text: &str) -> Self {
        assert!(!self.text.contains(text), "{text}\nis in\n{}", self.text);
        self
    }
}
