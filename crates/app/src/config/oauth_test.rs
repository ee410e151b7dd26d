use std::{fs, path::Path};

use super::{
    Settings, load,
    oauth::ProviderSettings,
    rules_test::{GOOD_SECRET, from_env},
};

const TARGET: (&str, &str) = ("links.sign_in", "https://app.example.com/signed-in");
const GOOGLE: [(&str, &str); 4] = [
    ("oauth.google.kind", "google"),
    ("oauth.google.client_id", "42.apps"),
    ("oauth.google.client_secret", "hunter2"),
    TARGET,
];
const GITHUB: [(&str, &str); 4] = [
    ("oauth.gh.kind", "github"),
    ("oauth.gh.client_id", "Iv1.42"),
    ("oauth.gh.client_secret", "hunter2"),
    TARGET,
];
const OIDC: [(&str, &str); 4] = [
    ("oauth.my_idp.kind", "oidc"),
    ("oauth.my_idp.issuer", "https://id.example.com/"),
    ("oauth.my_idp.client_id", "inkwell"),
    TARGET,
];

/// A base with changes; an empty value counts as unset.
fn changed<'a>(
    base: &[(&'a str, &'a str)],
    changes: &[(&'a str, &'a str)],
) -> Result<Settings, String> {
    let kept = base.iter().filter(|(key, _)| !changes.iter().any(|c| c.0 == *key));
    let variables: Vec<(&str, &str)> = kept.chain(changes).copied().collect();
    from_env(&variables)
}

fn from_file(text: &str) -> Result<Settings, String> {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("bookplate.toml");
    fs::write(&file, text).unwrap();
    load(Some(&file), []).map_err(|problem| {
        problem.to_string().replace(&format!("{}/", directory.path().display()), "")
    })
}

#[test]
fn there_is_no_provider_unless_one_is_named() {
    assert!(from_env(&[]).unwrap().oauth.is_empty());
    assert!(from_file("[oauth]").unwrap().oauth.is_empty());
}

#[test]
fn what_a_section_leaves_out_has_a_default() {
    for (base, title) in [(&GOOGLE, "Google"), (&GITHUB, "GitHub"), (&OIDC, "my_idp")] {
        let settings = from_env(base).unwrap();
        let (name, provider) = settings.oauth.iter().next().unwrap();
        assert_eq!(provider.title(name), title);
        assert!(provider.scopes.0.is_empty() && provider.trust_email);
    }
    let number = ["kind", "client_id", "client_secret"].map(|key| format!("oauth.0.{key}"));
    let [kind, id, secret] = number.each_ref().map(String::as_str);
    let numbered = from_env(&[(kind, "github"), (id, "0"), (secret, "0"), TARGET]).unwrap();
    assert_eq!(numbered.oauth["0"].title("0"), "GitHub");
    let named = changed(&OIDC, &[("oauth.my_idp.title", "Inkwell ID")]).unwrap();
    assert_eq!(named.oauth["my_idp"].title("my_idp"), "Inkwell ID");
    assert_eq!(named.oauth["my_idp"].issuer, "https://id.example.com/", "to the letter");
}

#[test]
fn a_file_may_name_several_and_the_environment_add_their_secrets() {
    let directory = tempfile::tempdir().unwrap();
    let [file, secret] = ["bookplate.toml", "secret"].map(|name| directory.path().join(name));
    let text = "[oauth.google]\nkind = 'google'\nclient_id = 'g'\n\
                [oauth.my-idp]\nkind = 'oidc'\nissuer = 'http://127.0.0.1:9/o'\nclient_id = 'i'\n\
                scopes = ['openid', 'email']\ntrust_email = false\n\
                [oauth.0]\nkind = 'github'\nclient_id = '0'\nclient_secret = 's'\n\
                [links]\nbase = 'https://app.example.com/'";
    fs::write(&file, text).unwrap();
    fs::write(&secret, "hunter2\n").unwrap();
    let path = ("BOOKPLATE__OAUTH__GOOGLE__CLIENT_SECRET_FILE".into(), (&secret).into());
    let settings = load(Some(&file), [path]).unwrap();

    assert_eq!(settings.oauth.keys().collect::<Vec<_>>(), ["0", "google", "my-idp"]);
    assert_eq!(settings.oauth["my-idp"].scopes.0, ["openid", "email"]);
    assert!(!settings.oauth["my-idp"].trust_email);
    assert!(settings.oauth["my-idp"].client_secret.is_empty());
    assert_eq!(settings.sign_in_targets(), ["https://app.example.com/signed-in"]);
    let shown = toml::to_string(&settings).unwrap();
    assert!(!format!("{shown}{settings:?}").contains("hunter2"), "{shown}");
    assert_eq!(shown.matches("client_secret = \"[redacted]\"").count(), 2, "{shown}");
    assert_eq!(shown.matches("client_secret = \"\"").count(), 1, "{shown}");
}

#[test]
fn what_a_kind_needs_is_asked_for_by_key() {
    for (base, key, value, line) in [
        (&GOOGLE, "oauth.google.kind", "", "must be google, github or oidc"),
        (&GOOGLE, "oauth.google.kind", "facebook", "must be google, github or oidc"),
        (&GOOGLE, "oauth.google.client_id", "", "must not be empty"),
        (&GOOGLE, "oauth.google.client_secret", "", "is required by google and github"),
        (&GOOGLE, "oauth.google.issuer", "https://accounts.google.com", "has no use for google"),
        (&GOOGLE, "oauth.google.scopes", "email", "must contain openid"),
        (&GOOGLE, "oauth.google.scopes", "openid email", "must be a list of scopes"),
        (&GOOGLE, "oauth.google.trust_email", "perhaps", "must be true or false"),
        (&GITHUB, "oauth.gh.client_secret", "", "is required by google and github"),
        (&GITHUB, "oauth.gh.issuer", "http://ghe.example.com", "must begin with https://"),
        (&GITHUB, "oauth.gh.issuer", "https://ghe.example.com/", "must not end with a slash"),
        (&OIDC, "oauth.my_idp.issuer", "", "is required by oidc"),
        (&OIDC, "oauth.my_idp.issuer", "id.example.com", "must be an absolute https:// URL"),
        (&OIDC, "oauth.my_idp.issuer", "http://id.example.com", "must begin with https://"),
        (&OIDC, "oauth.my_idp.issuer", "http://localhost.:9000", "must begin with https://"),
        (&OIDC, "oauth.my_idp.issuer", "https://a@id.example.com", "must be an absolute"),
        (&OIDC, "oauth.my_idp.issuer", "https://id.example.com/?a=b", "must be an absolute"),
        (&OIDC, "oauth.my_idp.issuer", "https:\\\\id.example.com", "must be an absolute"),
        (&OIDC, "oauth.my_idp.issuer", "ldap://id.example.com", "must be an absolute"),
        (&OIDC, "oauth.my_idp.client_id", "", "must not be empty"),
        (&OIDC, "oauth.my_idp.scopes", "profile,email", "must contain openid"),
        (&OIDC, "links.sign_in", "", "is required by oauth.my_idp, unless links.base is set"),
    ] {
        let refused = changed(base, &[(key, value)]).unwrap_err();
        assert!(refused.starts_with(&format!("{key}: {line}")), "{value}: {refused}");
        assert!(!refused.contains("hunter2") && !refused.contains('\n'), "{refused}");
    }
    let long = "x".repeat(101);
    let refused = changed(&GOOGLE, &[("oauth.google.title", &long)]).unwrap_err();
    assert!(refused.starts_with("oauth.google.title: must have at most 100"), "{refused}");
}

#[test]
fn the_limits_of_what_a_provider_may_be_are_accepted() {
    for (base, key, value) in [
        (&GITHUB, "oauth.gh.issuer", "https://ghe.example.com"),
        (&GITHUB, "oauth.gh.scopes", "user:email,read:org"),
        (&OIDC, "oauth.my_idp.issuer", "http://127.0.0.1:9000/oidc"),
        (&OIDC, "oauth.my_idp.issuer", "http://localhost:9000"),
        (&OIDC, "oauth.my_idp.client_secret", "hunter2"),
        (&OIDC, "oauth.my_idp.scopes", "openid, email"),
    ] {
        changed(base, &[(key, value)]).unwrap_or_else(|line| panic!("{key}={value}: {line}"));
    }
}

#[test]
fn only_names_and_keys_of_providers_are_known() {
    for (text, line) in [
        ("[oauth]\ngoogle = 1", "oauth.google: is a section; set the keys in it"),
        ("oauth = 1", "oauth: is a section; set the keys in it"),
        ("[oauth.Google]", "oauth.Google: is no name for a provider"),
        ("[oauth.password]", "oauth.password: is no name for a provider"),
        ("[oauth.'a b']", "oauth.a b: is no name for a provider"),
        ("[oauth.'']", "oauth.: is no name for a provider"),
        ("[oauth.google]", "oauth.google.kind: must be google, github or oidc"),
        (
            "[oauth.google]\nclientid = 'x'",
            "oauth.google.clientid: unknown key; oauth.google has client_id, client_secret, issuer, \
             kind, scopes, title, trust_email (from bookplate.toml)",
        ),
        ("[oauth.google.kind]\nx = 1", "oauth.google.kind: must be google, github or oidc"),
        ("[oauth.google]\nclient_id = 42", "oauth.google.client_id: must be one line of text"),
    ] {
        let rest = "\n[links]\nbase = 'https://app.example.com'";
        let refused = from_file(&format!("{text}{rest}")).unwrap_err();
        assert!(refused.starts_with(line) && !refused.contains('\n'), "{text}: {refused}");
    }
    for (key, line) in [
        ("oauth", "oauth: is a section"),
        ("oauth.google", "oauth.google: is a section"),
        ("oauth.google.secret", "oauth.google.secret: unknown key; oauth.google has client_id"),
        ("oauth._x.kind", "oauth._x: is no name for a provider"),
        ("oauth.password.kind", "oauth.password: is no name for a provider"),
    ] {
        let refused = from_env(&[(key, "x")]).unwrap_err();
        assert!(
            refused.starts_with(line) && refused.contains("(from BOOKPLATE__OAUTH"),
            "{refused}"
        );
    }
}

#[test]
fn sign_ins_come_back_over_https_in_production() {
    let production = [
        ("server.mode", "production"),
        ("server.public_url", "https://accounts.example.com"),
        ("secret", GOOD_SECRET),
        ("mail.transport", "resend"),
        ("mail.from", "accounts@example.com"),
        ("mail.resend.api_key", "re_1"),
    ];
    let with = |targets| changed(&production, &[("links.sign_in", targets)]);
    let refused = with("https://app.example.com/in,http://app.example.com/in").unwrap_err();
    assert!(refused.starts_with("links.sign_in: must begin with https:// in production"));
    let both = with("https://app.example.com/in,http://localhost:5173/in").unwrap();
    assert_eq!(both.sign_in_targets(), ["https://app.example.com/in", "http://localhost:5173/in"]);
}

#[test]
fn the_example_of_a_provider_names_every_key_and_is_right() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/default.toml");
    let defaults = fs::read_to_string(config).unwrap();
    let example: Vec<&str> = defaults
        .lines()
        .skip_while(|line| !line.starts_with("# [oauth."))
        .take_while(|line| !line.is_empty())
        .map(|line| line.strip_prefix("# ").unwrap())
        .collect();
    let example = example.join("\n");
    let table: toml::Table = example.parse().unwrap();
    let keys: Vec<&String> = table["oauth"]["google"].as_table().unwrap().keys().collect();
    assert_eq!(keys, ProviderSettings::KEYS);
    from_file(&format!("{example}\n[links]\nbase = 'https://app.example.com'")).unwrap();
}
