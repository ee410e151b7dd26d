use super::{Settings, load};

/// Forty bytes that nothing is wrong with.
pub const GOOD_SECRET: &str = "q7LmZ2xVtR9bKfW4sYc8Nd3HpJg6Ae1UoXiT5kBw";

/// What comes of variables, named like keys.
pub fn from_env(variables: &[(&str, &str)]) -> Result<Settings, String> {
    let variables = variables.iter().map(|(key, value)| (variable(key).into(), value.into()));
    load(None, variables).map_err(|problem| problem.to_string())
}

fn variable(key: &str) -> String {
    format!("BOOKPLATE__{}", key.replace('.', "__").to_uppercase())
}

/// Key, value, and how the refusal begins behind the key.
const REFUSED: &str = "\
server.bind                     | localhost                  | must be an IP address and a port
server.bind                     | 127.0.0.1:65536            | must be an IP address and a port
server.public_url               | example.com                | must be an absolute http:// or https:// URL
server.public_url               | ftp://example.com          | must be an absolute http:// or https:// URL
server.public_url               | https://ada:pw@example.com | must be an absolute http:// or https:// URL
server.public_url               | https://example.com/?a=b   | must be an absolute http:// or https:// URL
server.public_url               | /accounts                  | must be an absolute http:// or https:// URL
server.mode                     | prod                       | must be development or production
server.max_connections          | 15                         | must be from 16 to 1000000
server.max_connections          | 1000001                    | must be from 16 to 1000000
server.trusted_proxies          | nginx                      | must be a list of IP addresses and networks
server.trusted_proxies          | 10.0.0.1,10.0.0.0/33       | must be a list of IP addresses and networks
server.trusted_proxies          | 10.0.0.1/8                 | must be a list of IP addresses and networks
server.trusted_proxies          | 10.0.0.0/8,0.0.0.0/0       | must not hold so many addresses
server.trusted_proxies          | ::/0                       | must not hold so many addresses
server.trusted_proxies          | ::ffff:0.0.0.0/96          | must not hold so many addresses
server.proxy_header             | x-real-ip                  | must be x-forwarded-for or forwarded
server.proxy_header             | Forwarded                  | must be x-forwarded-for or forwarded
server.workers                  | many                       | must be a whole number
server.workers                  | 1025                       | must be from 0 to 1024
server.drain                    | 301s                       | must be at most 5m
server.drain                    | 5                          | must be a duration such as
server.shutdown                 | 0s                         | must be at least 1s
server.shutdown                 | 30                         | must be a duration such as
database.url                    | mysql://db/bookplate       | must be sqlite://FILE or postgres://
database.url                    | bookplate.db               | must be sqlite://FILE or postgres://
database.url                    | sqlite://:memory:          | must be sqlite://FILE or postgres://
database.max_connections        | 0                          | must be from 1 to 1000
database.acquire_timeout        | 0s                         | must be longer than zero
database.statement_timeout      | 0ms                        | must be longer than zero
database.migrate                | perhaps                    | must be true or false
secret                          | short                      | the secret is too short
registration.open               | 1                          | must be true or false
registration.email_verification | no                         | must be required or optional
passwords.min_length            | 7                          | must be from 8 to 71
passwords.min_length            | 72                         | must be from 8 to 71
passwords.min_score             | 5                          | must be from 0 to 4
passwords.bcrypt_cost           | 9                          | must be from 10 to 15
passwords.bcrypt_cost           | 16                         | must be from 10 to 15
passwords.bcrypt_cost           | 4294967308                 | must be a whole number
passwords.bcrypt_cost           | -12                        | must be a whole number
passwords.hash_queue            | 0                          | must be from 1 to 10000
tokens.access                   | 0s                         | must be from 1s to 7d
tokens.access                   | 8d                         | must be from 1s to 7d
sessions.idle                   | 0s                         | must be longer than zero
sessions.idle                   | 31d                        | must not be longer than sessions.absolute
sessions.absolute               | 0s                         | must be longer than zero
sessions.absolute               | 99999y                     | must be a duration such as
sessions.reuse_window           | 0s                         | must be longer than zero
sessions.max_per_user           | 0                          | must be from 1 to 1000
sessions.max_per_user           | 1001                       | must be from 1 to 1000
sessions.max_per_user           | all                        | must be a whole number
sessions.check_cache            | 5001ms                     | must be at most 5s
sessions.check_cache            | 5                          | must be a duration such as
sessions.retention              | 24h                        | must be at least a day longer than
sessions.retention              | 1                          | must be a duration such as
keys.rotate_after               | 23h                        | must be at least 1d
keys.rotate_after               | never                      | must be a duration such as
cors.origins                    | *                          | must be a list of exact origins such as
cors.origins                    | https://a.example,*        | must be a list of exact origins such as
cors.origins                    | https://a.example/         | must be a list of exact origins such as
cors.origins                    | null                       | must be a list of exact origins such as
cors.credentials                | yes                        | must be true or false
cors.credentials                | true                       | has no use without cors.origins
revocations.key                 | hunter2                    | must be at least 32 characters of ASCII
mail.poll                       | 0s                         | must be longer than zero
mail.retention                  | 23h                        | must be at least 1d
links.base                      | example.com                | must be empty, or an absolute http
links.sign_in                   | /signed-in                 | must be a list of absolute http
links.sign_in                   | https://a.example/in#x     | must be a list of absolute http
links.sign_in                   | https://ada@a.example/in   | must be a list of absolute http
anonymous.idle                  | 59m                        | must be from 1h to 365d
anonymous.idle                  | 366d                       | must be from 1h to 365d
anonymous.messages_per_day      | 0                          | must be from 1 to 1000
anonymous.messages_per_day      | 1001                       | must be from 1 to 1000
anonymous.messages_per_day      | many                       | must be a whole number
audit.retention                 | 29d                        | must be at least 30d
audit.retention                 | for ever                   | must be a duration such as
limits.enabled                  | yes                        | must be true or false
limits.log_in.burst             | 0                          | must be from 1 to 100000
limits.provider_sign_in.burst   | 0                          | must be from 1 to 100000
limits.password_strength.burst  | 0                          | must be from 1 to 100000
limits.export.burst             | 0                          | must be from 1 to 100000
limits.export.per               | 25h                        | must be from 1s to 24h
limits.failed_passwords.free    | 0                          | must be from 1 to 100
limits.failed_passwords.free    | 101                        | must be from 1 to 100
limits.failed_passwords.per_day | 0                          | must be from 5 to 1000
limits.failed_passwords.per_day | 1001                       | must be from 5 to 1000
limits.refresh.per              | 0s                         | must be from 1s to 24h
log.level                       | loud                       | must be off, error, warn, info, debug or trace
log.level                       | info,sqlx=loud             | must be off, error, warn, info, debug or trace
log.format                      | xml                        | must be pretty or json";

#[test]
fn a_value_that_does_not_make_sense_is_refused_by_key() {
    let repetitive = "a".repeat(64);
    let odd = [
        ("secret", repetitive.as_str(), "the secret is too repetitive"),
        ("tokens.audience", " ", "must not be empty"),
        ("tokens.issuer", "a\nb", "must be one line of text"),
        ("revocations.key", "ключключключключключключключключ", "must be at least 32 characters"),
        ("revocations.key", "two words that are long enough for it", "must be at least 32"),
        ("mail.product_name", " ", "must have 1 to 100 characters"),
        ("mail.product_name", "a\r\nBcc: b@c.d", "must be one line of text"),
        ("mail.support", "a\nb", "must be one line of text"),
    ];
    let rows = REFUSED.lines().map(|row| {
        let mut cells = row.split('|').map(str::trim);
        [(); 3].map(|()| cells.next().unwrap()).into()
    });
    let rows: Vec<(&str, &str, &str)> = rows.chain(odd).collect();
    for (key, value, message) in rows {
        let line = from_env(&[(key, value)]).unwrap_err();
        let beginning = format!("{key}: {message}");
        assert!(line.starts_with(&beginning), "{key}={value}: {line}");
        assert!(line.ends_with(&format!("(from {})", variable(key))), "{line}");
        assert_eq!(line.lines().count(), 1, "{line}");
    }
}

#[test]
fn production_refuses_what_is_only_convenient_the_secret_first() {
    let production = ("server.mode", "production");
    for (variables, line) in [
        (&[production][..], "secret: is required in production mode"),
        (&[production, ("secret", "changeme")], "secret: "),
        (
            &[production, ("secret", GOOD_SECRET), ("server.public_url", "http://example.com")],
            "server.public_url: must begin with https://",
        ),
        (
            &[production, ("secret", GOOD_SECRET), ("links.base", "http://example.com")],
            "links.base: must begin with https://",
        ),
        (
            &[production, ("secret", GOOD_SECRET), ("cors.origins", "http://app.example.com")],
            "cors.origins: must begin with https:// in production mode",
        ),
        (
            &[
                production,
                ("secret", GOOD_SECRET),
                ("cors.origins", "https://app.example.com,http://localhost:5173"),
            ],
            "mail.transport: mailbox keeps mails in memory",
        ),
        (
            &[production, ("secret", GOOD_SECRET), ("server.public_url", "https://example.com")],
            "mail.transport: mailbox keeps mails in memory",
        ),
    ] {
        let problem = from_env(variables).unwrap_err();
        assert!(problem.starts_with(line), "{variables:?}: {problem}");
    }
}

#[test]
fn nothing_needs_to_be_configured() {
    let settings = from_env(&[]).unwrap();
    assert_eq!(settings.issuer(), "http://127.0.0.1:7860");
    assert_eq!(settings.link_base(), "http://127.0.0.1:7860");
    assert!(settings.secret.is_empty());
    assert!(settings.revocations.key.is_empty() && settings.cors.origins.0.is_empty());
    assert!(settings.server.trusted_proxies.0.is_empty());
}

#[test]
fn the_limits_of_what_is_accepted_are_accepted() {
    for (key, value) in [
        ("server.trusted_proxies", " 10.0.0.0/8 , 2001:db8::1"),
        ("server.proxy_header", "forwarded"),
        ("sessions.max_per_user", "1"),
        ("sessions.max_per_user", "1000"),
        ("sessions.check_cache", "5s"),
        ("sessions.check_cache", "0s"),
        ("sessions.retention", "1d15m"),
        ("mail.retention", "1d"),
        ("keys.rotate_after", "1d"),
        ("anonymous.idle", "1h"),
        ("anonymous.messages_per_day", "1"),
        ("anonymous.messages_per_day", "1000"),
        ("audit.retention", "30d"),
        ("revocations.key", "0123456789abcdef0123456789abcdef"),
        ("cors.origins", "http://app.example.com"),
    ] {
        from_env(&[(key, value)]).unwrap_or_else(|line| panic!("{key}={value}: {line}"));
    }
    from_env(&[("cors.origins", "https://a.example"), ("cors.credentials", "true")]).unwrap();
}
