//! That every language says everything that English says.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::Environment;

use super::*;
use crate::templates::{Direction, Templates};

const LANGUAGES: [&str; 4] = ["de", "en", "es", "ur"];

/// The texts of one mail in one language by field and place.
fn texts(templates: &Templates, kind: &'static str, tag: &str) -> BTreeMap<String, String> {
    let wording = templates.wording(kind, &locale(tag)).unwrap();
    assert_eq!(wording.tag, tag, "{kind} is missing in {tag}");
    let content = wording.content.clone();
    let mut texts = BTreeMap::from([
        ("subject".to_owned(), content.subject),
        ("heading".to_owned(), content.heading),
    ]);
    texts.extend(content.action.map(|action| ("action".to_owned(), action)));
    for (field, paragraphs) in [("before", content.before), ("after", content.after)] {
        let numbered = paragraphs.into_iter().enumerate();
        texts.extend(numbered.map(|(number, text)| (format!("{field} {number}"), text)));
    }
    texts
}

fn frame(templates: &Templates, tag: &str) -> [String; 3] {
    let language = templates.wording("welcome", &locale(tag)).unwrap().language.clone();
    [language.moment, language.questions, language.copy_link]
}

fn variables(text: &str) -> BTreeSet<String> {
    let environment = Environment::new();
    let template = environment.template_from_str(text).unwrap();
    template.undeclared_variables(false).into_iter().collect()
}

#[test]
fn there_are_four_languages_and_one_runs_the_other_way() {
    assert_eq!(renderer().languages(), LANGUAGES);
    let templates = Templates::read(None).unwrap();
    for tag in LANGUAGES {
        let wording = templates.wording("welcome", &locale(tag)).unwrap();
        let expected = if tag == "ur" { Direction::Rtl } else { Direction::Ltr };
        assert_eq!(wording.language.direction, expected);
    }
}

#[test]
fn every_language_has_every_mail_with_the_same_fields_and_variables() {
    let templates = Templates::read(None).unwrap();
    for kind in KINDS {
        let english = texts(&templates, kind, "en");
        for tag in LANGUAGES {
            let translated = texts(&templates, kind, tag);
            assert!(translated.keys().eq(english.keys()), "{tag}/{kind}");
            for (field, text) in &translated {
                let expected = variables(&english[field]);
                assert_eq!(variables(text), expected, "{tag}/{kind}: {field}");
                assert_eq!(text.contains("{% if"), english[field].contains("{% if"));
            }
        }
    }
    for tag in LANGUAGES {
        let expected = frame(&templates, "en").map(|text| variables(&text));
        assert_eq!(frame(&templates, tag).map(|text| variables(&text)), expected, "{tag}");
    }
}

#[test]
fn nothing_is_left_untranslated() {
    let templates = Templates::read(None).unwrap();
    let mut seen: BTreeSet<String> = frame(&templates, "en").into();
    for kind in KINDS {
        seen.extend(texts(&templates, kind, "en").into_values());
    }
    for tag in LANGUAGES.into_iter().filter(|tag| *tag != "en") {
        let mails = KINDS.into_iter().flat_map(|kind| texts(&templates, kind, tag).into_values());
        for text in mails.chain(frame(&templates, tag)) {
            assert!(!seen.contains(&text), "{tag}: {text}");
        }
    }
}

#[test]
fn the_months_of_a_language_are_twelve_different_ones() {
    let templates = Templates::read(None).unwrap();
    for tag in LANGUAGES {
        let months = &templates.wording("welcome", &locale(tag)).unwrap().language.months;
        assert_eq!(months.iter().collect::<BTreeSet<_>>().len(), 12, "{tag}");
    }
}

#[test]
fn urdu_runs_from_the_right_and_everything_inserted_keeps_to_itself() {
    let renderer = renderer();
    for kind in KINDS {
        let Rendered { subject, text, html } = renderer.render(&letter(kind, "ur")).unwrap();
        assert!(html.contains("<html lang=\"ur\" dir=\"rtl\">"));
        assert!(html.contains("class=\"card\" lang=\"ur\" dir=\"rtl\" align=\"right\""));
        assert!(html.contains("text-align:right;") && html.contains("Noto Nastaliq Urdu"));
        assert!(!subject.contains('\u{2068}'));
        for body in [&text, &unescaped(&html)] {
            for value in ["help@inkwell.example", "21 نومبر 2026، 09:30 UTC", "Firefox/150.0"]
            {
                for (before, _) in flowing(body).match_indices(value) {
                    let before = flowing(body)[..before].to_owned();
                    let opened = before.matches('\u{2068}').count();
                    assert_eq!(opened, before.matches('\u{2069}').count() + 1, "{value}: {body}");
                }
            }
        }
        let link = unescaped(&html).contains("<a class=\"link\" dir=\"ltr\" href=\"https://");
        assert_eq!(link, letter(kind, "ur").token.is_some());
        assert!(!text.lines().any(|line| line.contains("://") && line.contains('\u{2068}')));
    }
    let html = renderer.render(&letter("welcome", "de")).unwrap().html;
    assert!(html.contains("<html lang=\"de\" dir=\"ltr\">") && !html.contains('\u{2068}'));
}
