//! Which headers answers have.

use utoipa::{
    Modify,
    openapi::{
        Object, OpenApi, Ref, RefOr, Response, Type,
        header::{Header, HeaderBuilder},
    },
};

use super::operations::operations;
use crate::routes;

/// Says of every answer which headers it has.
pub(super) struct Headers;

/// What stands behind the name of a header in every answer that has it.
struct Told {
    name: &'static str,
    meaning: &'static str,
    example: &'static str,
}

const fn told(name: &'static str, meaning: &'static str, example: &'static str) -> Told {
    Told { name, meaning, example }
}

/// Whether a header is in every such answer is said of each, because the meaning is the same.
const TOLD: [Told; 16] = [
    told(
        "X-Request-Id",
        "Always sent. Names the request in the service's log: the name that came with it, if that \
         was short and plain, or a new one.",
        "01a1fd70-f207-74d0-8512-0bd70c99ba89",
    ),
    told("Cache-Control", "Always sent. How long the answer may be kept.", "no-store"),
    told("X-Content-Type-Options", "Always sent.", "nosniff"),
    told("Referrer-Policy", "Always sent.", "no-referrer"),
    told(
        "Content-Security-Policy",
        "Always sent.",
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    ),
    told(
        "Strict-Transport-Security",
        "Sent where the service is configured for https.",
        "max-age=63072000",
    ),
    told(
        "WWW-Authenticate",
        "Always sent. `error` is there if an access token, or its session, is the fault.",
        "Bearer realm=\"bookplate\", error=\"invalid_token\"",
    ),
    told("Retry-After", "Always sent. Seconds until it may be tried again.", "30"),
    told(
        "RateLimit-Policy",
        "Sent where a limit is in force that the request counted under: its name in the \
         configuration, how many tries at once it allows (`q`), and in how many seconds (`w`).",
        "\"log_in\";q=10;w=300",
    ),
    told(
        "RateLimit",
        "Sent along with `RateLimit-Policy`: how many tries are left (`r`), and in how many seconds \
         all of them are there again (`t`); where none is left, in how many the next one is.",
        "\"log_in\";r=9;t=30",
    ),
    told("ETag", "Always sent. The version of what the answer shows.", "\"7\""),
    told("Location", "Always sent. Where it is.", "/api/v1/users/me"),
    told(
        "Content-Disposition",
        "Always sent. That it is a file, and its name.",
        "attachment; filename=\"chat-01a1fd70-f207-74d0-8512-0bd70c99ba89.json\"",
    ),
    told(
        "Set-Cookie",
        "Sent where the refresh token travels in the cookie: the cookie with the next one, or the \
         one that takes it away. On the way to a provider, the cookie that names the browser.",
        "__Host-bookplate_rt=…; Max-Age=604800; Path=/; Secure; HttpOnly; SameSite=Lax",
    ),
    told(
        "Vary",
        "Sent where the answer could differ by these headers of the request: where other origins are \
         listed.",
        "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
    ),
    told(
        "Access-Control-Allow-Origin",
        "Sent to a page of a listed origin, with the other headers by which a browser lets it read \
         the answer (`Access-Control-Allow-Credentials`, `Access-Control-Expose-Headers`).",
        "https://app.example.com",
    ),
];

/// What every answer has, or may have.
const EVERYWHERE: [&str; 8] = [
    "X-Request-Id",
    "Cache-Control",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Content-Security-Policy",
    "Strict-Transport-Security",
    "Vary",
    "Access-Control-Allow-Origin",
];

/// Answers that may be kept for a while.
const KEPT: [(&str, &str); 3] = [
    ("/.well-known/jwks.json", "public, max-age=300"),
    ("/api/v1/config", "public, max-age=60"),
    ("/api/v1/openapi.json", "max-age=300"),
];

/// What has a version.
const VERSIONED: [(&str, &str); 10] = [
    ("GET", "/api/v1/users/me"),
    ("PATCH", "/api/v1/users/me"),
    ("GET", "/api/v1/users/me/preferences"),
    ("PATCH", "/api/v1/users/me/preferences"),
    ("POST", "/api/v1/chats"),
    ("GET", "/api/v1/chats/{chatId}"),
    ("PATCH", "/api/v1/chats/{chatId}"),
    ("POST", "/api/v1/admin/users"),
    ("GET", "/api/v1/admin/users/{id}"),
    ("PATCH", "/api/v1/admin/users/{id}"),
];

/// What answers with a file.
const FILES: [&str; 2] = ["/api/v1/users/me/export", "/api/v1/chats/{chatId}/export"];

/// What gives a browser its cookie, or takes it away, by the statuses.
const COOKIES: [(&str, &str, &[&str]); 10] = [
    ("POST", "/api/v1/auth/anonymous", &["201"]),
    ("POST", "/api/v1/auth/register", &["201"]),
    ("POST", "/api/v1/auth/login", &["200"]),
    ("GET", "/api/v1/auth/oauth/{provider}/start", &["302"]),
    ("POST", "/api/v1/auth/oauth/exchange", &["200"]),
    ("POST", "/api/v1/auth/refresh", &["200", "401"]),
    // Whatever comes of it, but for a page that may not use the cookie.
    (
        "POST",
        "/api/v1/auth/logout",
        &["204", "400", "401", "408", "413", "415", "422", "500", "503"],
    ),
    ("GET", "/api/v1/auth/session", &["401"]),
    ("POST", "/api/v1/auth/reauthenticate", &["200", "401"]),
    ("DELETE", "/api/v1/users/me", &["204", "401"]),
];

impl Modify for Headers {
    fn modify(&self, document: &mut OpenApi) {
        let limited = routes::limited();
        for (method, path, operation) in operations(document) {
            let counts = limited.iter().any(|(verb, place)| verb == method && *place == path);
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response {
                    add(method, &path, status, counts, response);
                }
            }
        }
        let components = document.components.get_or_insert_default();
        for each in &TOLD {
            components.headers.insert(each.name.to_owned(), header(each, each.example).into());
        }
    }
}

fn header(told: &Told, example: &str) -> Header {
    let kind = if told.name == "Retry-After" { Type::Integer } else { Type::String };
    let example = match kind {
        Type::Integer => example.parse::<u64>().map_or(example.into(), Into::into),
        _ => example.into(),
    };
    HeaderBuilder::new()
        .schema(Some(Object::with_type(kind)))
        .description(Some(told.meaning))
        .example(Some(example))
        .build()
}

fn add(method: &str, path: &str, status: &str, counts: bool, response: &mut Response) {
    let succeeded = status.starts_with('2');
    let mut names = EVERYWHERE.to_vec();
    match status {
        "302" | "303" => names.push("Location"),
        "201" if !path.ends_with("/report") => names.push("Location"),
        "401" => names.push("WWW-Authenticate"),
        "429" => names.extend(["Retry-After", "RateLimit-Policy", "RateLimit"]),
        "503" => names.push("Retry-After"),
        _ => {}
    }
    if counts {
        names.extend(["RateLimit-Policy", "RateLimit"]);
    }
    if (succeeded || status == "304") && VERSIONED.contains(&(method, path)) {
        names.push("ETag");
    }
    if succeeded && FILES.contains(&path) {
        names.push("Content-Disposition");
    }
    let with_cookie = |(verb, place, statuses): &(&str, &str, &[&str])| {
        (*verb, *place) == (method, path) && statuses.contains(&status)
    };
    if COOKIES.iter().any(with_cookie) {
        names.push("Set-Cookie");
    }
    for name in names {
        let header = Ref::new(format!("#/components/headers/{name}"));
        response.headers.insert(name.to_owned(), RefOr::Ref(header));
    }
    let kept = KEPT.iter().find(|(place, _)| succeeded && *place == path);
    let told = TOLD.iter().find(|told| told.name == "Cache-Control");
    if let (Some((_, age)), Some(told)) = (kept, told) {
        response.headers.insert(told.name.to_owned(), header(told, age).into());
    }
}
