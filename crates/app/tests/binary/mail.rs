use std::{collections::BTreeSet, fs};

use crate::process::Operator;

#[test]
fn a_mail_is_shown_as_its_reader_would_get_it() {
    let operator = Operator::new().with("mail.product_name", "Tinte & Füller");
    let shown = |arguments: &[&str]| {
        let preview = ["mail", "preview", "reset_password"];
        operator.run(&[&preview, arguments].concat()).succeeded().to_owned()
    };
    let text = shown(&[]);
    assert!(text.contains("Tinte & Füller") && text.contains("/reset-password#token="), "{text}");
    let html = shown(&["--language", "ur", "--part", "html"]);
    assert!(html.contains("lang=\"ur\"") && html.contains("dir=\"rtl\""), "{html}");
    assert!(html.contains("Tinte &amp; Füller"), "{html}");
    let subject = shown(&["--language", "de-AT", "--part", "subject"]);
    assert_eq!(subject.lines().count(), 1);
    assert_ne!(subject, shown(&["--part", "subject"]));
    assert!(shown(&["--time-zone", "Asia/Karachi"]).contains("PKT"));
    assert!(!operator.folder().join("data").exists(), "no database is opened");
}

#[test]
fn every_mail_is_written_in_every_language() {
    let operator = Operator::new();
    operator.run(&["mail", "preview", "all", "--out", "previews"]).succeeded();
    let mut languages = BTreeSet::new();
    for folder in fs::read_dir(operator.folder().join("previews")).unwrap() {
        let folder = folder.unwrap();
        languages.insert(folder.file_name().into_string().unwrap());
        let files = fs::read_dir(folder.path()).unwrap();
        assert_eq!(files.count(), 45, "fifteen mails in three parts");
    }
    assert_eq!(languages, ["de", "en", "es", "ur"].map(str::to_owned).into());
}

#[test]
fn what_cannot_be_shown_is_named() {
    let operator = Operator::new();
    for (arguments, named) in [
        (vec!["mail", "preview", "nothing"], "nothing"),
        (vec!["mail", "preview", "all"], "--out"),
        (vec!["mail", "preview", "welcome", "--language", "?"], "--language"),
        (vec!["mail", "preview", "welcome", "--language", "xx"], "--language"),
        (vec!["mail", "preview", "welcome", "--time-zone", "/"], "--time-zone"),
        (vec!["mail", "preview", "welcome", "--time-zone", "Europe/Berln"], "--time-zone"),
        (vec!["mail", "retry", "nonsense"], "nonsense"),
        (vec!["mail", "list", "--status", "lost"], "lost"),
        (vec!["mail", "list", "--limit", "0"], "--limit"),
    ] {
        let ran = operator.run(&arguments);
        assert_eq!(ran.code(), 2, "{ran:?}");
        assert!(format!("{ran:?}").contains(named), "{ran:?}");
    }
}

#[test]
fn templates_of_ones_own_take_the_place_of_ours_and_a_mistake_stops_the_start() {
    let operator = Operator::new().with("mail.templates", "mail");
    let folder = operator.folder().join("mail/en");
    fs::create_dir_all(&folder).unwrap();
    let ours = "subject = \"Moin\"\nheading = \"Moin\"\nbefore = [\"Hello from {{ product }}.\"]\n";
    fs::write(folder.join("goodbye.toml"), ours).unwrap();
    let ran = operator.run(&["mail", "preview", "goodbye"]);
    assert!(ran.succeeded().contains("Hello from Bookplate."), "{ran:?}");

    fs::write(folder.join("goodbye.toml"), ours.replace("product", "produkt")).unwrap();
    let ran = operator.run(&["serve"]);
    assert_eq!(ran.code(), 2);
    let line = ran.refusal();
    assert!(line.starts_with("mail.templates: ") && line.contains("goodbye.toml"), "{line}");
}
