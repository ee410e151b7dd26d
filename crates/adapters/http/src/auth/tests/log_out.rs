use super::*;

#[actix_web::test]
async fn logging_out_by_cookie_takes_it_away_whatever_comes_of_it() {
    let world = world().await;
    let token = world.cookie().await;
    let malformed = own_page(Method::POST, LOG_OUT, &token);
    let malformed = malformed.insert_header(("content-type", "application/json"));
    let answer = world.send(malformed.set_payload("{")).await;
    assert_eq!(answer.cookies(), [FORGET]);
    answer.problem(400, "MALFORMED_REQUEST");
    let wrong = own_page(Method::POST, LOG_OUT, &token).set_json(json!({ "everywhere": "yes" }));
    let answer = world.send(wrong).await;
    assert_eq!(answer.cookies(), [FORGET]);
    answer.problem(422, "VALIDATION_ERROR");
    assert!(world.lives(&token).await);

    for _ in 0..2 {
        let answer = world.send(own_page(Method::POST, LOG_OUT, &token)).await.is(204);
        assert_eq!(answer.cookies(), [FORGET]);
        assert!(!world.lives(&token).await);
    }
}

#[actix_web::test]
async fn logging_out_without_the_cookie_sets_none() {
    let world = world().await;
    let ada = world.signed_in().await;
    let answer = world.post_json(LOG_OUT, json!({}), Some(&ada)).await.is(204);
    assert_eq!(answer.cookies(), [""; 0]);
    assert!(!world.is_signed_in(&ada).await);
}

#[actix_web::test]
async fn a_browser_ends_both_sessions_that_it_has() {
    let world = world().await;
    let token = world.cookie().await;
    let ada = world.log_in(ADA, PASSWORD).await.unwrap();
    world.send(signed(own_page(Method::POST, LOG_OUT, &token), &ada)).await.is(204);
    assert!(!world.lives(&token).await);
    assert!(!world.is_signed_in(&ada).await);
}

#[actix_web::test]
async fn everywhere_ends_all_by_any_credential() {
    for by in ["access token", "refresh token", "cookie"] {
        let world = world().await;
        let token = world.cookie().await;
        let here = world.log_in(ADA, PASSWORD).await.unwrap();
        let elsewhere = world.log_in(ADA, PASSWORD).await.unwrap();
        world.account("eve@example.com").await;
        let eve = world.log_in("eve@example.com", PASSWORD).await.unwrap();
        assert!(world.is_signed_in(&elsewhere).await);

        let everywhere = json!({ "everywhere": true });
        let request = match by {
            "access token" => signed(request(Method::POST, LOG_OUT), &here).set_json(everywhere),
            "cookie" => own_page(Method::POST, LOG_OUT, &token).set_json(everywhere),
            _ => request(Method::POST, LOG_OUT)
                .set_json(json!({ "everywhere": true, "refreshToken": token })),
        };
        world.send(request).await.is(204);
        for ended in [&here, &elsewhere] {
            assert!(!world.is_signed_in(ended).await, "{by}");
        }
        assert!(!world.lives(&token).await, "{by}");
        assert!(world.is_signed_in(&eve).await, "{by}");
    }
}

#[actix_web::test]
async fn only_the_one_ends_if_nothing_else_is_asked() {
    for body in [json!({}), json!({ "everywhere": false }), json!({ "everywhere": null })] {
        let world = world().await;
        let here = world.signed_in().await;
        let elsewhere = world.log_in(ADA, PASSWORD).await.unwrap();
        world.post_json(LOG_OUT, body, Some(&here)).await.is(204);
        assert!(!world.is_signed_in(&here).await);
        assert!(world.is_signed_in(&elsewhere).await);
    }
}
