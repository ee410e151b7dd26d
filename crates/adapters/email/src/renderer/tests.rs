use bookplate_domain::{
    shared::{MailId, TokenId},
    users::TokenPurpose,
};
use uuid::Uuid;

use super::*;

const LINK: &str = "https://app.example/verify-email#token=bp_cr_Zm9v_-";

pub(crate) fn renderer() -> Renderer {
    named("Inkwell", Some("help@inkwell.example"))
}

fn named(product: &str, support: Option<&str>) -> Renderer {
    let links = Links { base: "https://app.example".into() };
    let sender = Sender { product_name: product.into(), support: support.map(Into::into) };
    Renderer::new(links, sender).unwrap()
}

fn letter(mail: Mail) -> Letter {
    let token = mail.token().map(|_| "bp_cr_Zm9v_-".into());
    Letter { id: MailId::from_uuid(Uuid::nil()), to: "ada@example.com".into(), mail, token }
}

fn verification() -> Mail {
    Mail::VerifyEmail {
        purpose: TokenPurpose::ConfirmRegistration,
        token: TokenId::from_uuid(Uuid::nil()),
        expires_at: Timestamp::from_unix_millis(1_795_253_400_000),
    }
}

fn reuse(device: Option<&str>) -> Mail {
    Mail::SessionEndedAfterReuse {
        device: device.map(Into::into),
        at: Timestamp::from_unix_millis(1_795_253_400_000),
    }
}

fn every_mail() -> [Mail; 6] {
    let at = Timestamp::from_unix_millis(1_795_253_400_000);
    let token = TokenId::from_uuid(Uuid::nil());
    [
        verification(),
        Mail::ResetPassword { token, expires_at: at },
        Mail::PasswordChanged { at },
        Mail::AddressAlreadyRegistered,
        reuse(None),
        reuse(Some("Mozilla/5.0 Firefox/150.0")),
    ]
}

fn render(mail: Mail) -> Rendered {
    renderer().render(&letter(mail)).unwrap()
}

/// What a reader of the HTML sees, roughly: character references resolved, tags kept.
fn unescaped(html: &str) -> String {
    html.replace("&#x2f;", "/").replace("&amp;", "&")
}

#[test]
fn a_verification_has_the_link_as_a_button_and_as_text_and_says_how_long_it_works() {
    let mail = render(verification());
    assert_eq!(mail.subject, "Confirm your e-mail address for Inkwell");
    assert!(mail.text.lines().any(|line| line == LINK));
    let html = unescaped(&mail.html);
    assert_eq!(html.matches(&format!("href=\"{LINK}\"")).count(), 2);
    assert!(html.contains(&format!(">{LINK}</a>")));
    for body in [&mail.text, &html] {
        assert!(body.contains("until 21 November 2026, 09:30 UTC"));
        assert!(body.contains("If it was not you, ignore this mail"));
    }
}

#[test]
fn a_registration_of_a_known_address_tells_its_owner_without_a_link() {
    let mail = render(Mail::AddressAlreadyRegistered);
    assert_eq!(mail.subject, "You already have an account with Inkwell");
    for body in [&mail.text, &unescaped(&mail.html)] {
        assert!(body.contains("If it was not you, there is nothing to do."));
        assert!(!body.contains("://"));
    }
}

#[test]
fn a_reused_token_names_the_device_the_moment_and_what_to_do() {
    let mail = render(reuse(Some("Mozilla/5.0 (X11) Firefox/150.0")));
    assert_eq!(mail.subject, "You were signed out of Inkwell on one device");
    for body in [&mail.text, &unescaped(&mail.html)] {
        assert!(body.contains("Mozilla/5.0 (X11) Firefox/150.0"));
        assert!(body.contains("On 21 November 2026, 09:30 UTC"));
        assert!(body.contains("choose a new password"));
    }
    let nameless = render(reuse(None));
    assert!(!nameless.text.contains("called itself") && !nameless.html.contains("called itself"));
}

#[test]
fn a_device_brings_neither_markup_nor_a_link_into_a_mail() {
    let mail = render(reuse(Some("<img src=x> https://evil.example/ {{ product }}")));
    for body in [&mail.text, &unescaped(&mail.html)] {
        assert!(body.contains("img src x https //evil example/ product"));
        assert!(!body.contains("<img") && !body.contains("evil.example"));
    }
}

#[test]
fn names_are_escaped_in_html_and_plain_in_text() {
    for mail in every_mail() {
        let renderer = named("Tom & <b>\"Jerry\"</b>", Some("<help@example.com>"));
        let mail = renderer.render(&letter(mail)).unwrap();
        assert!(mail.text.contains("Tom & <b>\"Jerry\"</b>"));
        assert!(mail.text.contains("<help@example.com>"));
        assert!(!mail.html.contains("<b>") && !mail.html.contains("<help@"));
        assert!(mail.html.contains("Tom &amp; &lt;b&gt;&quot;Jerry&quot;"));
        assert!(mail.html.contains("&lt;help@example.com&gt;"));
    }
}

#[test]
fn a_subject_is_one_line_whatever_the_name() {
    for mail in every_mail() {
        let renderer = named("Ink\r\nBcc: eve@example.com\u{85}\u{2028}\0\u{1b}well", None);
        let subject = renderer.render(&letter(mail)).unwrap().subject;
        assert!(subject.contains("Ink Bcc: eve@example.com well"), "{subject}");
        assert!(!subject.chars().any(|c| c.is_control() || c == '\u{2028}'));
    }
}

#[test]
fn every_mail_is_complete_and_loads_nothing() {
    for mail in every_mail() {
        let Rendered { subject, text, html } = render(mail);
        assert!(text.starts_with(|c: char| c.is_uppercase()), "{text}");
        assert!(text.ends_with("--\nInkwell\nQuestions? Write to help@inkwell.example"));
        assert!(!text.contains("\n\n\n") && !text.contains('<') && !text.contains('{'));
        let widest = text.lines().filter(|line| *line != LINK).map(str::len);
        assert!(widest.max().unwrap() <= 78, "{text}");

        assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>"));
        assert!(html.contains(&format!("<title>{subject}</title>")));
        assert!(html.contains("prefers-color-scheme: dark"));
        assert!(html.contains("Questions? Write to help@inkwell.example"));
        for loading in ["src=", "url(", "@import", "<link", "<script", "{{", "{%"] {
            assert!(!html.contains(loading), "{loading}");
        }
        for tag in ["p", "a", "table", "tr", "td", "h1", "strong", "style", "body"] {
            let opened = html.matches(&format!("<{tag} ")).count()
                + html.matches(&format!("<{tag}>")).count();
            assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{tag}");
        }
    }
}

#[test]
fn without_support_nobody_is_told_to_write() {
    for mail in every_mail() {
        let mail = named("Inkwell", None).render(&letter(mail)).unwrap();
        assert!(!mail.text.contains("Questions") && !mail.html.contains("Questions"));
        assert!(mail.text.ends_with("--\nInkwell"));
    }
}

#[test]
fn the_same_letter_is_rendered_alike_every_time() {
    for mail in every_mail() {
        assert_eq!(render(mail.clone()), render(mail));
    }
}

#[test]
fn a_verification_without_its_token_is_an_error() {
    let letter = Letter { token: None, ..letter(verification()) };
    assert!(renderer().render(&letter).is_err());
}

#[test]
fn a_name_that_nobody_gives_is_an_error() {
    let mut renderer = renderer();
    renderer.templates.add_template("verify_email.txt", "{{ link }} {{ nmae }}").unwrap();
    assert!(renderer.render(&letter(verification())).is_err());
}

#[test]
fn a_reset_leads_to_its_own_page() {
    let token = TokenId::from_uuid(Uuid::nil());
    let expires_at = Timestamp::from_unix_millis(1_795_253_400_000);
    let mail = render(Mail::ResetPassword { token, expires_at });
    let link = "https://app.example/reset-password#token=bp_cr_Zm9v_-";
    assert!(mail.text.contains(link), "{}", mail.text);
}
