use super::*;

const REAUTHENTICATE: &str = "/api/v1/auth/reauthenticate";

/// The access token in an answer.
fn access(answer: &Answer) -> String {
    format!("Bearer {}", answer.json()["tokens"]["accessToken"].as_str().unwrap())
}

fn prove(request: TestRequest, access: &str) -> TestRequest {
    request.insert_header(("authorization", access)).set_json(json!({ "password": PASSWORD }))
}

#[actix_web::test]
async fn a_browser_with_the_cookie_gets_the_newest_token_in_it() {
    let world = world().await;
    world.account(ADA).await;
    let log_in = world.cookie_log_in().await;
    let token = log_in.cookie();
    // The answer to this one is lost.
    let next = world.refresh_by_cookie(&token).await.is(200).cookie();

    let request = prove(own_page(Method::POST, REAUTHENTICATE, &token), &access(&log_in));
    let answer = world.send(request).await.is(200).without_refresh_token();
    assert_eq!(answer.cookie(), next, "the one that goes with the new access token");
    let me = self::request(Method::GET, "/api/v1/users/me");
    world.send(me.insert_header(("authorization", access(&answer)))).await.is(200);
    world.clock.advance(crate::testing::MINUTE);
    world.refresh_by_cookie(&next).await.is(200);
}

#[actix_web::test]
async fn the_cookie_of_another_session_is_left_alone_and_the_body_stays_without() {
    let world = world().await;
    world.account(ADA).await;
    let (one, other) = (world.cookie_log_in().await, world.cookie_log_in().await.cookie());
    for cookie in [other.as_str(), "bp_rt_x", ""] {
        let request = prove(own_page(Method::POST, REAUTHENTICATE, cookie), &access(&one));
        let answer = world.send(request).await.is(200).without_refresh_token();
        assert_eq!(answer.cookies(), [""; 0]);
    }
    assert!(world.lives(&other).await);
}

#[actix_web::test]
async fn without_the_cookie_both_tokens_stand_in_the_body() {
    let world = world().await;
    let ada = world.signed_in().await;
    let body = json!({ "password": PASSWORD });
    let answer = world.post_json(REAUTHENTICATE, body, Some(&ada)).await.is(200);
    assert!(answer.json()["tokens"]["refreshToken"].is_string());
    assert_eq!(answer.cookies(), [""; 0]);
}
