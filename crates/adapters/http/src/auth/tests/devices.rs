use super::*;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";

async fn device_after_log_in(world: &World, agent: Option<&str>) -> Value {
    let mut request = request(Method::POST, LOG_IN);
    if let Some(agent) = agent {
        request = request.insert_header(("user-agent", agent));
    }
    let body = json!({ "email": ADA, "password": PASSWORD });
    let answer = world.send(request.set_json(body)).await.is(200).json();
    answer["session"]["device"].clone()
}

#[actix_web::test]
async fn a_session_is_named_after_the_device_that_opened_it() {
    let world = world().await;
    world.account(ADA).await;
    assert_eq!(device_after_log_in(&world, Some(FIREFOX)).await, "Firefox 150 on Linux");
    assert_eq!(device_after_log_in(&world, Some("curl/8.16.0")).await, "curl 8");
    for unknown in [None, Some(""), Some("<b>x</b>"), Some("Mozilla/5.0")] {
        assert_eq!(device_after_log_in(&world, unknown).await, Value::Null, "{unknown:?}");
    }
}

#[actix_web::test]
async fn a_refresh_from_elsewhere_does_not_rename_it() {
    let world = world().await;
    world.account(ADA).await;
    let log_in = request(Method::POST, LOG_IN).insert_header(("user-agent", FIREFOX));
    let body = json!({ "email": ADA, "password": PASSWORD });
    let answer = world.send(log_in.set_json(body)).await.is(200).json();
    let refresh = request(Method::POST, REFRESH).insert_header(("user-agent", "curl/8.16.0"));
    let body = json!({ "refreshToken": answer["tokens"]["refreshToken"] });
    let answer = world.send(refresh.set_json(body)).await.is(200).json();
    assert_eq!(answer["session"]["device"], "Firefox 150 on Linux");
}
