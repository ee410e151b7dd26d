use super::*;

/// Headers of requests that no allowed page sends.
const FOREIGN: [(&str, &str); 8] = [
    ("origin", EVIL),
    ("origin", "null"),
    ("origin", ""),
    ("origin", "https://app.example.com.evil.example"),
    ("origin", "http://app.example.com"),
    ("sec-fetch-site", "cross-site"),
    ("sec-fetch-site", "same-site"),
    ("sec-fetch-site", "none"),
];

#[actix_web::test]
async fn the_cookie_counts_only_from_a_page_of_an_allowed_origin() {
    let world = world().await;
    let mut token = world.cookie().await;
    for allowed in [("origin", HERE), ("origin", APP), ("sec-fetch-site", "same-origin")] {
        let request = with_cookie(Method::POST, REFRESH, &token).insert_header(allowed);
        token = world.send(request).await.is(200).cookie();
        let request = with_cookie(Method::GET, SESSION, &token).insert_header(allowed);
        world.send(request).await.is(200);
    }
    for (method, path) in [(Method::POST, REFRESH), (Method::POST, LOG_OUT), (Method::GET, SESSION)]
    {
        for foreign in FOREIGN.into_iter().chain([("x-nothing", "")]) {
            let request = with_cookie(method.clone(), path, &token).insert_header(foreign);
            let answer = world.send(request).await;
            assert_eq!(answer.cookies(), [""; 0], "{path} {foreign:?}");
            answer.problem(403, "ORIGIN_NOT_ALLOWED");
        }
        let two = own_page(method, path, &token).append_header(("origin", EVIL));
        world.send(two).await.problem(403, "ORIGIN_NOT_ALLOWED");
    }
    assert!(world.lives(&token).await, "a foreign page can neither log out nor spend it");
}

#[actix_web::test]
async fn no_foreign_page_signs_its_visitor_in() {
    let world = world().await;
    world.account(ADA).await;
    for transport in ["body", "cookie"] {
        let bodies = [
            (LOG_IN, json!({ "email": ADA, "password": PASSWORD, "transport": transport })),
            (
                "/api/v1/auth/register",
                json!({
                    "email": "eve@example.com", "name": "Eve", "password": PASSWORD,
                    "transport": transport
                }),
            ),
        ];
        for (path, body) in bodies {
            for foreign in FOREIGN {
                let request = request(Method::POST, path).insert_header(foreign);
                let answer = world.send(request.set_json(&body)).await;
                assert_eq!(answer.cookies(), [""; 0]);
                answer.problem(403, "ORIGIN_NOT_ALLOWED");
            }
            for allowed in [("origin", HERE), ("origin", APP), ("x-nothing", "")] {
                let request = request(Method::POST, path).insert_header(allowed);
                let answer = world.send(request.set_json(&body)).await;
                assert!(answer.status.is_success(), "{path} {allowed:?} {}", answer.text);
            }
        }
    }
}

#[actix_web::test]
async fn a_refresh_token_in_the_body_needs_no_origin() {
    let world = world().await;
    let token = world.cookie().await;
    let body = json!({ "refreshToken": token });
    let request = request(Method::POST, REFRESH).insert_header(("origin", EVIL));
    let answer = world.send(request.set_json(body)).await.is(200);
    assert_eq!(answer.header("access-control-allow-origin"), "", "and cannot be read there");
}
