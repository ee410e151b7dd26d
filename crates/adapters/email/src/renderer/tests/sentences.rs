//! What single mails say.

use super::*;

const LINK: &str = "https://app.example/verify-email#token=bp_cr_sample";

fn with_device(device: Option<&str>) -> Rendered {
    let mut letter = letter("session_ended_after_reuse", "en");
    let Mail::SessionEndedAfterReuse { device: shown, .. } = &mut letter.mail else { panic!() };
    *shown = device.map(Into::into);
    renderer().render(&letter).unwrap()
}

#[test]
fn a_verification_has_the_link_as_a_button_and_as_text_and_says_how_long_it_works() {
    let mail = render("verify_email");
    assert_eq!(mail.subject, "Confirm your e-mail address for Inkwell");
    assert!(mail.text.lines().any(|line| line == LINK));
    let html = unescaped(&mail.html);
    assert_eq!(html.matches(&format!("href=\"{LINK}\"")).count(), 2);
    assert!(html.contains(&format!(">{LINK}</a>")));
    for body in both(&mail) {
        assert!(body.contains("until 21 November 2026, 09:30 UTC"));
        assert!(body.contains("If it was not you, ignore this mail"));
    }
}

#[test]
fn each_link_leads_to_its_own_page() {
    for (kind, page) in [
        ("verify_email", "verify-email#token=bp_cr_sample"),
        ("reset_password", "reset-password#token=bp_pr_sample"),
        ("confirm_email_change", "confirm-email-change#token=bp_ec_sample"),
        ("email_change_requested", "revert-email-change#token=bp_er_sample"),
        ("invitation", "accept-invitation#token=bp_iv_sample"),
    ] {
        let mail = render(kind);
        let link = format!("https://app.example/{page}");
        assert!(mail.text.lines().any(|line| line == link), "{}", mail.text);
        assert!(unescaped(&mail.html).contains(&format!("href=\"{link}\"")), "{kind}");
    }
}

#[test]
fn the_owner_of_a_known_address_is_told_without_a_link() {
    let mail = render("address_already_registered");
    assert_eq!(mail.subject, "You already have an account with Inkwell");
    for body in both(&mail) {
        assert!(body.contains("tried to use this address for an account with Inkwell"));
        assert!(body.contains("If it was not you, there is nothing to do."));
        assert!(!body.contains("://"));
    }
}

#[test]
fn the_old_address_learns_the_new_one_and_what_taking_it_back_does() {
    for body in both(&render("email_change_requested")) {
        assert!(body.contains("your Inkwell account to countess@example.org."));
        assert!(body.contains("Take the change back") || body.contains("take the change back"));
        assert!(body.contains("until 21 November 2026, 09:30 UTC"));
        assert!(body.contains("ends every session and makes the password useless"));
        assert!(body.contains("A link for a new password then comes to this address."));
    }
}

#[test]
fn a_reused_token_names_the_device_the_moment_and_what_to_do() {
    let mail = with_device(Some("Mozilla/5.0 (X11) Firefox/150.0"));
    assert_eq!(mail.subject, "You were signed out of Inkwell on one device");
    for body in both(&mail) {
        assert!(body.contains("called itself: Mozilla/5.0 (X11) Firefox/150.0"));
        assert!(body.contains("On 21 November 2026, 09:30 UTC"));
        assert!(body.contains("choose a new password"));
    }
    let nameless = with_device(None);
    assert!(!nameless.text.contains("called itself") && !nameless.html.contains("called itself"));
}

#[test]
fn a_new_way_to_sign_in_is_named_with_what_to_do_about_it() {
    let mail = render("sign_in_method_added");
    assert_eq!(mail.subject, "New way to sign in to your Inkwell account");
    for body in both(&mail) {
        assert!(body.contains("On 21 November 2026, 09:30 UTC, Google was added"));
        assert!(body.contains("If it was not you, ask for a new password at once"));
        assert!(body.contains("remove Google from the ways to sign in to your account."));
    }
}

#[test]
fn a_way_to_sign_in_that_was_removed_is_a_provider_or_the_password() {
    let renderer = renderer();
    for (language, password) in [
        ("en", "the password was removed"),
        ("es", "se eliminó la contraseña de"),
        ("de", "wurde das Passwort aus"),
        ("ur", "پاس ورڈ آپ کے"),
    ] {
        let mut letter = letter("sign_in_method_removed", language);
        for body in both(&renderer.render(&letter).unwrap()) {
            assert!(body.contains("GitHub") && !body.contains(password), "{body}");
        }
        let Mail::SignInMethodRemoved { provider, .. } = &mut letter.mail else { panic!() };
        *provider = None;
        for body in both(&renderer.render(&letter).unwrap()) {
            assert!(body.contains(password) && !body.contains("GitHub"), "{body}");
        }
    }
}

#[test]
fn the_title_of_a_provider_brings_neither_markup_nor_a_line_break_into_a_mail() {
    let mut letter = letter("sign_in_method_added", "en");
    let Mail::SignInMethodAdded { provider, .. } = &mut letter.mail else { panic!() };
    *provider = "<b>Ada's\r\nBcc:\u{202e} club</b>".to_owned();
    let mail = renderer().render(&letter).unwrap();
    assert!(flowing(&mail.text).contains("<b>Ada's Bcc: club</b> was added"), "{}", mail.text);
    assert!(mail.html.contains("&lt;b&gt;Ada") && !mail.html.contains("<b>"));
}

#[test]
fn a_device_brings_neither_markup_nor_a_link_into_a_mail() {
    for body in both(&with_device(Some("<img src=x> https://evil.example/ {{ product }}"))) {
        assert!(body.contains("img src x https //evil example/ product"));
        assert!(!body.contains("<img") && !body.contains("evil.example"));
    }
}

#[test]
fn moments_are_told_in_the_language_and_the_time_zone_of_the_reader() {
    let renderer = renderer();
    for (language, zone, told) in [
        ("en", "Europe/London", "on 21 November 2026, 09:30 GMT."),
        ("es-MX", "Europe/Madrid", "el 21 de noviembre de 2026, 10:30 CET."),
        ("de-AT", "Europe/Vienna", "am 21. November 2026, 10:30 CET geändert"),
        ("ur", "Asia/Karachi", "\u{2068}21 نومبر 2026، 14:30 PKT\u{2069} کو"),
        ("en", "Asia/Kathmandu", "on 21 November 2026, 15:15 UTC+05:45."),
        ("en", "Nowhere/Land", "on 21 November 2026, 09:30 UTC."),
    ] {
        let mut letter = letter("password_changed", language);
        letter.locale.time_zone = Some(TimeZoneName::from_stored(zone.to_owned()));
        for body in both(&renderer.render(&letter).unwrap()) {
            assert!(body.contains(told), "{told}: {body}");
        }
    }
}

#[test]
fn a_reader_of_an_unknown_language_gets_english() {
    let renderer = renderer();
    let english = renderer.render(&letter("welcome", "en")).unwrap();
    for language in ["fr", "EN-us", "tlh-Latn"] {
        assert_eq!(renderer.render(&letter("welcome", language)).unwrap(), english);
    }
    let none = sample("welcome", Locale::default()).unwrap();
    assert_eq!(renderer.render(&none).unwrap(), english);
    let german = renderer.render(&letter("welcome", "DE-ch")).unwrap();
    assert_eq!(german.subject, "Willkommen bei Inkwell");
}
