//! Templates in the place of ours.

use std::{error::Error, fs, path::Path};

use super::*;

const WELCOME: &str = "subject = \"Hi\"\nheading = \"Hi\"\nbefore = [\"A {{ product }}.\"]\n";
const FRENCH: &str = r#"
direction = "ltr"
months = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "novembre", "12"]
moment = "{{ day }} {{ month }}"
questions = "Des questions ? {{ support }}"
copy_link = "Copiez :"
"#;

fn with(files: &[(&str, &str)]) -> Result<Renderer, String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    read(folder.path())
}

fn read(folder: &Path) -> Result<Renderer, String> {
    let sender = sender("Inkwell", Some("help@inkwell.example"));
    Renderer::new(links(), sender, Some(folder)).map_err(|error| {
        let mut text = error.to_string();
        let mut cause: Option<&dyn Error> = error.source();
        while let Some(error) = cause {
            text = format!("{text}: {error}");
            cause = error.source();
        }
        text
    })
}

#[test]
fn a_file_takes_the_place_of_ours_and_the_folder_is_not_needed_later() {
    let renderer = with(&[
        ("en/welcome.toml", WELCOME),
        ("button.html", "<a href=\"{{ link }}\">[{{ action }}]</a>"),
        (".hidden", "{{"),
        ("en/.welcome.toml.swp", "?"),
    ])
    .unwrap();
    let welcome = renderer.render(&letter("welcome", "en")).unwrap();
    assert_eq!(welcome.subject, "Hi");
    assert!(welcome.text.starts_with("Hi\n\nA Inkwell.\n\n--\n"), "{}", welcome.text);
    let verification = renderer.render(&letter("verify_email", "de")).unwrap();
    assert!(verification.html.contains(">[Diese Adresse bestätigen]</a>"));
    assert!(verification.subject.starts_with("Bestätigen Sie"));
}

#[test]
fn a_new_language_speaks_for_itself_and_english_for_what_it_lacks() {
    let renderer = with(&[("fr/language.toml", FRENCH), ("fr/welcome.toml", WELCOME)]).unwrap();
    assert_eq!(renderer.languages(), ["de", "en", "es", "fr", "ur"]);
    let welcome = renderer.render(&letter("welcome", "fr-CA")).unwrap();
    assert!(welcome.text.contains("Des questions ?") && welcome.html.contains("lang=\"fr\""));
    let missing = renderer.render(&letter("password_changed", "fr-CA")).unwrap();
    assert_eq!(missing, renderer.render(&letter("password_changed", "en")).unwrap());
}

#[test]
fn a_paragraph_that_comes_out_empty_is_left_out() {
    let text = WELCOME.replace("[\"", "[\"{% if not product %}x{% endif %}\", \" \", \"");
    let mail = with(&[("en/welcome.toml", &text)]).unwrap();
    let mail = mail.render(&letter("welcome", "en")).unwrap();
    assert!(mail.text.starts_with("Hi\n\nA Inkwell."), "{}", mail.text);
    assert!(!mail.html.contains("\"></p>"));
}

#[test]
fn a_wrong_file_is_an_error_at_the_start_that_names_it() {
    let action = format!("{WELCOME}action = \"Go\"\n");
    let unknown_field = format!("{WELCOME}befor = []\n");
    let bad_syntax = WELCOME.replace("{{ product }}", "{{ product");
    let unknown_variable = WELCOME.replace("product", "prodcut");
    let unknown_filter = WELCOME.replace("product", "product|shout");
    let no_subject = WELCOME.replacen("Hi", " ", 1);
    let unknown_if_bare = "subject = \"S\"\nheading = \"H\"\nbefore = [\"{% if device %}{{ device }}{% else %}{{ nmae }}{% endif %}\"]";
    let eleven_months = FRENCH.replace("\"12\"", "");
    let bad_moment = FRENCH.replace("{{ day }}", "{{ dya }}");
    for (file, text) in [
        ("welcome.toml", WELCOME),
        ("layout.htm", ""),
        ("README.md", ""),
        ("EN/welcome.toml", WELCOME),
        ("en/welcom.toml", WELCOME),
        ("en/welcome.txt", WELCOME),
        ("en/welcome.toml", "subject"),
        ("en/welcome.toml", "subject = \"S\""),
        ("en/welcome.toml", &no_subject),
        ("en/welcome.toml", &unknown_field),
        ("en/welcome.toml", &bad_syntax),
        ("en/welcome.toml", &unknown_variable),
        ("en/welcome.toml", &unknown_filter),
        ("en/welcome.toml", &action),
        ("ur/verify_email.toml", WELCOME),
        ("de/new_device.toml", unknown_if_bare),
        ("es/language.toml", &eleven_months),
        ("es/language.toml", &bad_moment),
        ("layout.html", "{{ heading }"),
        ("layout.html", "{{ haeding }}{{ link }}"),
        ("layout.html", "{{ heading }}"),
        ("layout.txt", "{{ heading }}"),
        ("layout.txt", "{% include \"nothing.txt\" %}"),
        ("button.html", "{{ link }}{{ light.buton }}"),
    ] {
        let error = with(&[(file, text)]).map(drop).expect_err(text);
        let named = file.split('/').next().filter(|folder| *folder == "EN").unwrap_or(file);
        assert!(error.starts_with(&format!("cannot use the mail template {named}: ")), "{error}");
    }
}

#[test]
fn a_new_language_needs_to_say_how_it_is_written() {
    let error = with(&[("fr/welcome.toml", WELCOME)]).map(drop).unwrap_err();
    assert!(error.contains("fr/language.toml"), "{error}");
}

#[test]
fn a_file_that_is_not_text_and_a_folder_that_is_not_there_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("layout.txt"), [0xff, 0xfe]).unwrap();
    assert!(read(folder.path()).map(drop).unwrap_err().contains("layout.txt"));
    let missing = folder.path().join("missing");
    assert!(read(&missing).map(drop).unwrap_err().contains(missing.to_str().unwrap()));
}
