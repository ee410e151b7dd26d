use std::{fs, path::Path};

use super::{
    MailTransport, Settings, load,
    rules_test::{GOOD_SECRET, from_env},
};

fn from_file(text: &str) -> Result<Settings, String> {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("bookplate.toml");
    fs::write(&file, text).unwrap();
    load(Some(&file), []).map_err(|problem| {
        let directory = format!("{}/", directory.path().display());
        problem.to_string().replace(&directory, "")
    })
}

#[test]
fn the_environment_replaces_the_file_and_the_file_the_defaults() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("bookplate.toml");
    fs::write(&file, "[passwords]\nmin_length = 10\nmin_score = 2\n").unwrap();
    let variables = [("BOOKPLATE__PASSWORDS__MIN_LENGTH".into(), "12".into())];
    let passwords = load(Some(&file), variables).unwrap().passwords;
    assert_eq!((passwords.min_length, passwords.min_score), (12, 2));
    assert_eq!(passwords.bcrypt_cost, 12);
}

#[test]
fn the_other_files_in_config_are_accepted() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config");
    load(Some(&config.join("test.toml")), []).unwrap();
    let secret = [("BOOKPLATE__SECRET".into(), GOOD_SECRET.into())];
    let problem = load(Some(&config.join("production.toml")), secret).unwrap_err();
    assert_eq!(problem.key(), "mail.transport");
}

#[test]
fn a_file_is_refused_by_key_and_name() {
    for (text, line) in [
        (
            "[registration]\nopne = true",
            "registration.opne: unknown key; registration has email_verification, open \
             (from bookplate.toml)",
        ),
        (
            "[limits.log_in]\nscope = 'node'",
            "limits.log_in.scope: unknown key; limits.log_in has burst, per (from bookplate.toml)",
        ),
        ("server = 1", "server: is a section; set the keys in it (from bookplate.toml)"),
        ("[server.bind]\nport = 1", "server.bind: must be an IP address and a port"),
        ("[passwords]\nmin_length = 8.5", "passwords.min_length: must be a whole number"),
        ("[passwords]\nmin_length = true", "passwords.min_length: must be a whole number"),
        ("[mail]\nproduct_name = 1", "mail.product_name: must be one line of text in quotes"),
        ("secret = 12345", "secret: must be text in quotes, or a list of such"),
        ("[server]\nbind = = 1", "--config: bookplate.toml, line 2: is not valid TOML"),
    ] {
        let problem = from_file(text).unwrap_err();
        assert!(problem.starts_with(line), "{text}: {problem}");
    }
    let problem = from_file("[colours]\nsky = 'blue'").unwrap_err();
    assert!(problem.starts_with("colours: unknown key; at the top has "), "{problem}");
}

#[test]
fn a_file_may_list_transports() {
    let rest = "\nfrom = 'a@example.com'\nsmtp.host = 'localhost'\nresend.api_key = 're_1'";
    let read = |list: &str| from_file(&format!("[mail]\ntransport = {list}{rest}"));
    let transports = read("['resend', 'smtp']").unwrap().mail.transport.0;
    assert_eq!(transports, [MailTransport::Resend, MailTransport::Smtp]);
    for wrong in ["[]", "[1]", "['smtp', 'pigeon']"] {
        let line = read(wrong).unwrap_err();
        assert!(line.starts_with("mail.transport: must be "), "{line}");
    }
}

#[test]
fn a_file_may_list_origins() {
    let read = |list: &str| from_file(&format!("[cors]\norigins = {list}"));
    let origins = read("['https://a.example', 'https://b.example:8443']").unwrap().cors.origins.0;
    assert_eq!(origins, ["https://a.example", "https://b.example:8443"]);
    assert!(read("[]").unwrap().cors.origins.0.is_empty());
    for wrong in ["['*']", "'*'", "[1]", "true", "['https://a.example', '']"] {
        let line = read(wrong).unwrap_err();
        assert!(line.starts_with("cors.origins: must be a list of exact origins"), "{line}");
        assert!(line.ends_with("(from bookplate.toml)") && !line.contains('\n'), "{line}");
    }
}

#[test]
fn an_unknown_variable_is_refused_by_key_and_name() {
    let line = from_env(&[("server.bnid", "x")]).unwrap_err();
    assert!(line.starts_with("server.bnid: unknown key; server has bind, "), "{line}");
    assert!(line.ends_with("(from BOOKPLATE__SERVER__BNID)"), "{line}");
    let line = from_env(&[("server.bind.port", "x")]).unwrap_err();
    assert!(line.starts_with("server.bind: must be an IP address"), "{line}");
    let line = from_env(&[("server", "x")]).unwrap_err();
    assert!(line.starts_with("server: is a section"), "{line}");
}

#[test]
fn a_refusal_never_tells_a_secret() {
    let broken = "hunter2hunter2";
    for (key, value) in [
        ("secret", broken.to_owned()),
        ("secret", format!("{GOOD_SECRET},{broken}")),
        ("revocations.key", broken.to_owned()),
        ("database.url", format!("mysql://ada:{broken}@db/bookplate")),
        ("database.url", format!("postgres://ada:{broken}@[db/bookplate")),
    ] {
        let line = from_env(&[(key, &value)]).unwrap_err();
        assert!(line.starts_with(key) && !line.contains("hunter2"), "{line}");
    }
    let line = from_file(&format!("secret = '{broken}")).unwrap_err();
    assert!(!line.contains("hunter2"), "{line}");
}

#[test]
fn what_is_shown_reads_back_as_the_same_configuration() {
    let shown = toml::to_string(&from_env(&[]).unwrap()).unwrap();
    let again = toml::to_string(&from_file(&shown).unwrap()).unwrap();
    assert_eq!(shown, again);
    assert!(shown.contains("bind = \"127.0.0.1:7860\""), "{shown}");
}
