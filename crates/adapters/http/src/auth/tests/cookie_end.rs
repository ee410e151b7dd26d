use std::num::NonZeroU32;

use bookplate_domain::limits::Rule;
use bookplate_testkit::doubles::PlainLimiter;

use super::*;
use crate::testing::{DAY, MINUTE};

#[actix_web::test]
async fn a_cookie_that_is_refused_for_good_is_taken_away() {
    let world = world().await;
    let invalid = world.refresh_by_cookie("bp_rt_x").await;
    assert_eq!(invalid.cookies(), [FORGET]);
    invalid.problem(401, "REFRESH_TOKEN_INVALID");

    let first = world.cookie().await;
    let second = world.refresh_by_cookie(&first).await.is(200).cookie();
    world.refresh_by_cookie(&second).await.is(200);
    let reused = world.refresh_by_cookie(&first).await;
    assert_eq!(reused.cookies(), [FORGET]);
    reused.problem(401, "REFRESH_TOKEN_REUSED");
    let revoked = world.refresh_by_cookie(&second).await;
    assert_eq!(revoked.cookies(), [FORGET]);
    revoked.problem(401, "SESSION_REVOKED");

    let token = world.cookie_log_in().await.cookie();
    world.clock.advance(7 * DAY);
    let expired = world.refresh_by_cookie(&token).await;
    assert_eq!(expired.cookies(), [FORGET]);
    expired.problem(401, "SESSION_EXPIRED");
}

#[actix_web::test]
async fn a_cookie_that_may_work_later_is_left_alone() {
    let limits = PlainLimiter::default().with(Rule::Refresh, NonZeroU32::MIN, MINUTE);
    let world = World::with(limits, |_| ()).await;
    let token = world.cookie().await;
    let next = world.refresh_by_cookie(&token).await.is(200).cookie();
    let limited = world.refresh_by_cookie(&next).await;
    assert_eq!(limited.cookies(), [""; 0]);
    limited.problem(429, "RATE_LIMIT_EXCEEDED");
}

#[actix_web::test]
async fn two_cookies_of_our_name_are_of_no_use() {
    let world = world().await;
    let token = world.cookie().await;
    for (method, path) in [(Method::POST, REFRESH), (Method::POST, LOG_OUT), (Method::GET, SESSION)]
    {
        let twice = format!("__Host-bookplate_rt={token}; __Host-bookplate_rt={token}");
        let request = request(method, path).insert_header(("origin", HERE));
        let answer = world.send(request.insert_header(("cookie", twice))).await;
        assert_eq!(answer.cookies(), [FORGET]);
        answer.problem(401, "REFRESH_TOKEN_INVALID");
    }
    assert!(world.lives(&token).await);
}

#[actix_web::test]
async fn two_cookies_of_our_name_stop_what_would_change_them() {
    let world = world().await;
    let caller = world.signed_in().await;
    let two = "__Host-bookplate_rt=a; __Host-bookplate_rt=b";
    for (method, path) in
        [(Method::DELETE, "/api/v1/users/me"), (Method::POST, "/api/v1/auth/reauthenticate")]
    {
        let request = request(method, path).insert_header(("origin", HERE));
        let request = request.set_json(json!({ "password": PASSWORD }));
        let answer = world.send(signed(request.insert_header(("cookie", two)), &caller)).await;
        answer.problem(401, "REFRESH_TOKEN_INVALID");
    }
    assert!(world.is_signed_in(&caller).await);
}

#[actix_web::test]
async fn whoever_has_no_refresh_token_at_all_has_no_credential() {
    let world = world().await;
    world.send(request(Method::POST, REFRESH)).await.problem(401, "UNAUTHORIZED");
    world.post_json(REFRESH, json!({}), None).await.problem(401, "UNAUTHORIZED");
    let wrong = json!({ "refreshToken": 1 });
    world.post_json(REFRESH, wrong, None).await.problem(422, "VALIDATION_ERROR");
}
