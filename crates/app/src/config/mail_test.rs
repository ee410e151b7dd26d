use super::rules_test::from_env;

const SMTP: [(&str, &str); 3] = [
    ("mail.transport", "smtp"),
    ("mail.from", "accounts@example.com"),
    ("mail.smtp.host", "smtp.example.com"),
];
const RESEND: [(&str, &str); 3] = [
    ("mail.transport", "resend"),
    ("mail.from", "Inkwell <accounts@example.com>"),
    ("mail.resend.api_key", "re_hunter2"),
];

/// What comes of a base and of changes to it; an empty value counts as unset.
fn refusal(base: &[(&str, &str)], changes: &[(&str, &str)]) -> String {
    let kept = base.iter().filter(|(key, _)| !changes.iter().any(|c| c.0 == *key));
    let variables: Vec<(&str, &str)> = kept.chain(changes).copied().collect();
    let line = from_env(&variables).unwrap_err();
    assert!(!line.contains("hunter2") && !line.contains('\n'), "{line}");
    line
}

#[test]
fn what_a_transport_needs_is_asked_for_by_key() {
    for (base, changes, line) in [
        (&SMTP, &[("mail.from", "")][..], "mail.from: is required by"),
        (&RESEND, &[("mail.from", "")], "mail.from: is required by"),
        (&SMTP, &[("mail.smtp.host", "")], "mail.smtp.host: is required by"),
        (&RESEND, &[("mail.resend.api_key", "")], "mail.resend.api_key: is required by"),
        (&RESEND, &[("mail.transport", "resend,smtp")], "mail.smtp.host: is required by"),
        (&SMTP, &[("mail.transport", "resend,smtp")], "mail.resend.api_key: is required by"),
        (
            &SMTP,
            &[("mail.smtp.user", "ada")],
            "mail.smtp.password: is required with mail.smtp.user",
        ),
        (&SMTP, &[("mail.smtp.password", "hunter2")], "mail.smtp.user: is required with"),
    ] {
        let refused = refusal(base, changes);
        assert!(refused.starts_with(line), "{changes:?}: {refused}");
    }
}

#[test]
fn contradictions_are_refused_by_key() {
    for (base, key, value, line) in [
        (&SMTP, "mail.transport", "smtp,smtp", "names one transport twice"),
        (&SMTP, "mail.transport", "smtp,mailbox", "mailbox cannot stand in a list"),
        (&SMTP, "mail.transport", "smtp,", "must be mailbox, smtp or resend, or a list"),
        (&SMTP, "mail.transport", "pigeon", "must be mailbox, smtp or resend, or a list"),
        (&SMTP, "mail.from", "accounts", "must be a mailbox"),
        (&SMTP, "mail.from", "a@b.c\r\nBcc: e@b.c", "must be a mailbox"),
        (&SMTP, "mail.smtp.host", "smtp.example.com:25", "must be a name or an IP address"),
        (&SMTP, "mail.smtp.host", "a b", "must be a name or an IP address"),
        (&SMTP, "mail.smtp.port", "65536", "must be from 0 to 65535"),
        (&SMTP, "mail.smtp.tls", "opportunistic", "must be starttls, implicit or none"),
        (&RESEND, "mail.resend.api_key", "re hunter2", "must be ASCII without spaces"),
        (&RESEND, "mail.resend.base_url", "http://example.com", "must begin with https://"),
        (&RESEND, "mail.resend.base_url", "example.com", "must be an absolute http"),
    ] {
        let refused = refusal(base, &[(key, value)]);
        assert!(refused.starts_with(&format!("{key}: {line}")), "{refused}");
    }
    let local = [("mail.smtp.host", "localhost"), ("mail.smtp.tls", "none")];
    let refused = refusal(&SMTP, &[&local[..], &[("mail.smtp.ca_file", "ca.pem")]].concat());
    assert!(refused.starts_with("mail.smtp.ca_file: has no use"), "{refused}");
}

#[test]
fn clear_text_leaves_this_machine_in_development_only() {
    let elsewhere = [("mail.smtp.host", "mailpit"), ("mail.smtp.tls", "none")];
    let variables = [&SMTP[..2], &elsewhere].concat();
    from_env(&variables).unwrap();

    let production = [
        ("server.mode", "production"),
        ("server.public_url", "https://accounts.example.com"),
        ("secret", "Zm9ydHktZWlnaHQgdW5wcmVkaWN0YWJsZSBieXRlcyBvZiBhIHRlc3Q="),
    ];
    let line = from_env(&[&variables[..], &production].concat()).unwrap_err();
    assert!(line.starts_with("mail.smtp.tls: none is for a server on this machine only"), "{line}");
}

#[test]
fn the_port_is_the_usual_one_unless_it_is_set() {
    let port = |tls, port| {
        let changes = [("mail.smtp.tls", tls), ("mail.smtp.port", port)];
        let variables = [&SMTP[..2], &[("mail.smtp.host", "127.0.0.1")], &changes].concat();
        from_env(&variables).unwrap().mail.smtp.port()
    };
    assert_eq!(port("starttls", ""), Some(587));
    assert_eq!(port("implicit", ""), Some(465));
    assert_eq!(port("none", ""), Some(25));
    assert_eq!(port("none", "2525"), Some(2525));
}

#[test]
fn a_list_and_its_secrets_are_shown_as_they_should_be() {
    let variables = [
        &SMTP[1..],
        &RESEND[2..],
        &[
            ("mail.transport", "resend, smtp"),
            ("mail.smtp.user", "ada"),
            ("mail.smtp.password", "hunter2"),
        ],
    ]
    .concat();
    let settings = from_env(&variables).unwrap();
    let shown = toml::to_string(&settings).unwrap();
    assert!(!format!("{shown}{settings:?}").contains("hunter2"), "{shown}");
    let mail: toml::Table = shown.parse().unwrap();
    let mail = &mail["mail"];
    assert_eq!(mail["transport"], toml::Value::from(vec!["resend", "smtp"]));
    assert_eq!(mail["smtp"]["password"].as_str(), Some("[redacted]"));
    assert_eq!(mail["resend"]["api_key"].as_str(), Some("[redacted]"));
}

#[test]
fn a_mailbox_that_shows_everybodys_links_stays_on_this_machine() {
    for elsewhere in ["0.0.0.0:7860", "[::]:7860", "192.0.2.7:7860"] {
        let refused = refusal(&[], &[("server.bind", elsewhere)]);
        assert!(refused.starts_with("server.bind: must be a loopback address"), "{refused}");
        let variables = [&SMTP[..], &[("server.bind", elsewhere)]].concat();
        from_env(&variables).unwrap();
    }
    from_env(&[("server.bind", "[::1]:7860")]).unwrap();
}
