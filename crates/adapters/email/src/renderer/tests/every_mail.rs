//! What holds for every mail in every language.

use textwrap::core::display_width;

use super::*;

fn all(renderer: &Renderer) -> Vec<(String, Letter, Rendered)> {
    let render = |(tag, letter): (String, Letter)| {
        let mail = renderer.render(&letter).unwrap();
        (tag, letter, mail)
    };
    every_letter().into_iter().map(render).collect()
}

/// As a value stands in the text of a language.
fn shown(tag: &str, value: &str) -> String {
    if tag == "ur" { format!("\u{2068}{value}\u{2069}") } else { value.to_owned() }
}

#[test]
fn both_parts_are_complete_and_load_nothing() {
    for (tag, letter, Rendered { subject, text, html }) in all(&renderer()) {
        let text_end = text.rsplit_once("\n\n--\n").unwrap().1;
        let [product, support] = ["Inkwell", "help@inkwell.example"].map(|v| shown(&tag, v));
        assert!(text_end.starts_with(&format!("{product}\n")) && text_end.ends_with(&support));
        assert!(text.starts_with(char::is_alphabetic), "{text}");
        assert!(!text.contains("\n\n\n") && !text.contains('<') && !text.contains('{'));
        assert!(!text.contains(" \n") && !text.contains("  "), "{text}");
        for line in text.lines().filter(|line| !line.contains("://")) {
            assert!(display_width(line) <= 72, "{line}");
        }

        assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>"));
        assert!(html.contains(&format!("<title>{subject}</title>")) && !subject.is_empty());
        assert!(html.contains("prefers-color-scheme: dark") && html.contains(&support));
        for loading in ["src=", "url(", "@import", "<link", "<script", "<img", "{{", "{%", "{#"] {
            assert!(!html.contains(loading), "{loading}");
        }
        for tag in ["p", "a", "table", "tr", "td", "h1", "style", "body", "head", "html"] {
            let opened = html.matches(&format!("<{tag} ")).count()
                + html.matches(&format!("<{tag}>")).count();
            assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{tag}");
        }
        assert!(!html.contains("\"></p>") && !html.contains("\"></h1>"), "an empty paragraph");
        assert_eq!(unescaped(&html).contains("://"), letter.token.is_some());
    }
}

#[test]
fn both_parts_say_the_same() {
    for (_, _, mail) in all(&renderer()) {
        let [text, html] = both(&mail);
        for paragraph in mail.text.split("\n\n").filter(|part| !part.starts_with("--")) {
            let paragraph = flowing(paragraph);
            assert!(html.contains(&format!(">{paragraph}</")), "{paragraph}");
        }
        for piece in html.split("<p style=\"margin:0 0 16px;\">").skip(1) {
            assert!(text.contains(piece.split("</p>").next().unwrap()), "{piece}");
        }
    }
}

#[test]
fn every_link_stands_on_a_line_of_its_own_and_every_moment_in_both_parts() {
    let year = "2026";
    for (_, letter, mail) in all(&renderer()) {
        let [text, html] = both(&mail);
        let timeless = letter.token.is_none()
            && matches!(
                letter.mail,
                Mail::AddressAlreadyRegistered | Mail::Welcome | Mail::Goodbye
            );
        assert_eq!(text.contains(year), !timeless, "{text}");
        assert_eq!(html.contains(year), !timeless);
        let links = mail.text.lines().filter(|line| line.contains("://"));
        let links: Vec<&str> = links.collect();
        assert_eq!(links.len(), usize::from(letter.token.is_some()));
        for link in links {
            assert!(
                link.starts_with("https://app.example/") && link.ends_with("_sample"),
                "{link}"
            );
            assert_eq!(html.matches(&format!("href=\"{link}\"")).count(), 2);
        }
    }
}

#[test]
fn names_are_escaped_in_html_and_plain_in_text() {
    for (_, _, mail) in all(&named("Tom & <b>\"Jerry\"</b>", Some("<help@example.com>"))) {
        assert!(flowing(&mail.text).contains("Tom & <b>\"Jerry\"</b>"));
        assert!(mail.text.contains("<help@example.com>"));
        assert!(!mail.html.contains("<b>") && !mail.html.contains("<help@"));
        assert!(mail.html.contains("Tom &amp; &lt;b&gt;&quot;Jerry&quot;"));
        assert!(mail.html.contains("&lt;help@example.com&gt;"));
    }
}

#[test]
fn line_breaks_in_a_name_or_an_address_are_harmless() {
    let name = "Ink\r\nBcc: eve@example.com\u{85}\u{2028}\0\u{1b}\u{202e}well\u{2069}";
    let renderer = named(name, Some("help@\r\n\r\nexample.com"));
    for (_, letter) in every_letter() {
        let new = "new\r\n.\r\n\u{202e}@example.com".to_owned();
        let mail = match letter.mail {
            Mail::EmailChangeRequested { token, expires_at, .. } => {
                Mail::EmailChangeRequested { new, token, expires_at }
            }
            mail => mail,
        };
        let Rendered { subject, text, html } = renderer.render(&Letter { mail, ..letter }).unwrap();
        assert!(subject.contains("Ink Bcc: eve@example.com well"), "{subject}");
        assert!(!subject.chars().any(|c| c.is_control() || c == '\u{2028}'));
        assert!(flowing(&text).contains("Ink Bcc: eve@example.com well"), "{text}");
        assert!(flowing(&text).contains("help@ example.com"), "{text}");
        for body in [&text, &html] {
            assert!(!body.contains(['\r', '\0', '\u{1b}', '\u{202e}', '\u{2028}']));
            assert!(body.lines().all(|line| line != "."));
            assert_eq!(body.matches('\u{2068}').count(), body.matches('\u{2069}').count());
        }
    }
}

#[test]
fn without_support_nobody_is_told_to_write() {
    for (tag, _, mail) in all(&named("Inkwell", None)) {
        assert!(mail.text.ends_with(&format!("\n\n--\n{}", shown(&tag, "Inkwell"))));
        for word in
            ["Questions", "write to", "Escriba", "escriba a", "Schreiben", "schreiben", "لکھیں"]
        {
            assert!(!mail.text.contains(word) && !mail.html.contains(word), "{}", mail.text);
        }
    }
}

#[test]
fn the_same_letter_is_rendered_alike_every_time() {
    assert_eq!(
        all(&renderer()).into_iter().map(|(_, _, mail)| mail).collect::<Vec<_>>(),
        all(&renderer()).into_iter().map(|(_, _, mail)| mail).collect::<Vec<_>>()
    );
}

#[test]
fn a_mail_with_a_link_is_an_error_without_its_token() {
    let renderer = renderer();
    for (_, letter) in every_letter() {
        let needed = letter.mail.token().is_some();
        let robbed = Letter { token: None, ..letter };
        assert_eq!(renderer.render(&robbed).is_err(), needed);
    }
}

#[test]
fn the_logo_is_all_that_is_ever_loaded() {
    let logo = "https://inkwell.example/logo.png?v=2&h=40";
    let sender = Sender { logo: Some(logo.into()), ..sender("Ink \"& Co\"", None) };
    for (_, _, mail) in all(&Renderer::new(links(), sender, None).unwrap()) {
        assert_eq!(mail.html.matches("src=").count(), 1);
        let html = unescaped(&mail.html);
        let image = html.split_once(&format!("<img src=\"{logo}\" ")).unwrap().1;
        assert!(image.starts_with("alt=\"Ink &quot;& Co&quot;\" height=\"40\""), "{image}");
        assert!(!mail.html.contains("url(") && !mail.text.contains("logo.png"));
    }
}

#[test]
fn the_colour_is_that_of_the_button() {
    let accent_color = AccentColor::parse("#ffcc00").unwrap();
    let sender = Sender { accent_color, ..sender("Inkwell", None) };
    let renderer = Renderer::new(links(), sender, None).unwrap();
    let html = renderer.render(&letter("verify_email", "en")).unwrap().html;
    let button = html.split("class=\"button\"").nth(1).unwrap().split('>').next().unwrap();
    assert!(button.contains("background-color:#ffcc00;color:#000000;"), "{button}");
    assert!(!html.contains("\"color:#ffcc00"), "too pale for a link on white");
    assert!(html.contains(".link { color: #ffcc00 !important; }"));
}

#[test]
fn a_wrong_logo_or_base_is_an_error_at_the_start() {
    let wrong = Sender { logo: Some("http://inkwell.example/a.png".into()), ..sender("I", None) };
    assert!(Renderer::new(links(), wrong, None).is_err());
    assert!(Renderer::new(Links { base: "x".into() }, sender("I", None), None).is_err());
}
