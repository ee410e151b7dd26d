use bookplate_domain::{
    mail::{Letter, Mail},
    shared::{LanguageTag, Locale, TimeZoneName},
};

use super::*;
use crate::{AccentColor, KINDS, sample, samples::bare_sample};

mod every_mail;
mod overrides;
mod sentences;
mod translations;

pub(crate) fn renderer() -> Renderer {
    named("Inkwell", Some("help@inkwell.example"))
}

fn named(product: &str, support: Option<&str>) -> Renderer {
    Renderer::new(links(), sender(product, support), None).unwrap()
}

fn links() -> Links {
    Links { base: "https://app.example".into() }
}

fn sender(product: &str, support: Option<&str>) -> Sender {
    Sender {
        product_name: product.into(),
        support: support.map(Into::into),
        accent_color: AccentColor::default(),
        logo: None,
    }
}

fn locale(language: &str) -> Locale {
    Locale { language: Some(LanguageTag::parse(language).unwrap()), time_zone: None }
}

fn letter(kind: &str, language: &str) -> Letter {
    sample(kind, locale(language)).unwrap()
}

/// Every kind in every language, with and without what it may lack.
fn every_letter() -> Vec<(String, Letter)> {
    let mut letters = Vec::new();
    for tag in ["en", "es", "de", "ur"] {
        for kind in KINDS {
            let samples = [sample(kind, locale(tag)), bare_sample(kind, locale(tag))];
            letters.extend(samples.into_iter().flatten().map(|letter| (tag.to_owned(), letter)));
        }
    }
    letters
}

/// The sample of a kind in English.
fn render(kind: &str) -> Rendered {
    renderer().render(&letter(kind, "en")).unwrap()
}

/// What a reader of the HTML sees, roughly: character references resolved, tags kept.
fn unescaped(html: &str) -> String {
    html.replace("&#x2f;", "/").replace("&#x27;", "'").replace("&amp;", "&")
}

/// A text without its line breaks, nor what they break.
fn flowing(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace("\u{2069} \u{2068}", " ")
}

/// Both parts of a mail as one can search them for a sentence.
fn both(mail: &Rendered) -> [String; 2] {
    [flowing(&mail.text), flowing(&unescaped(&mail.html))]
}
