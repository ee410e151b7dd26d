use super::*;

#[test]
fn every_claim_must_be_there_and_of_its_type() {
    let scene = Scene::new();
    for field in [
        "iss",
        "aud",
        "sub",
        "sid",
        "iat",
        "exp",
        "jti",
        "gen",
        "role",
        "email_verified",
        "auth_time",
    ] {
        let mut payload = scene.payload.clone();
        payload.as_object_mut().unwrap().remove(field);
        scene.refuses(&scene.signed(&scene.header, &payload), field);
        for wrong in [json!(null), json!(["x"]), json!({}), json!("\0"), json!(1.5), json!(-1)] {
            payload[field] = wrong;
            scene.refuses(&scene.signed(&scene.header, &payload), field);
        }
    }
}

#[test]
fn every_wrong_claim_is_refused() {
    let scene = Scene::new();
    let (issuer, soon) = ("https://id.example", NOW + 900);
    for (field, value) in [
        ("iss", json!("https://evil.example")),
        ("iss", json!("https://id.example/")),
        ("iss", json!("https://id.example/x")),
        ("iss", json!("https://ID.example")),
        ("iss", json!("http://id.example")),
        ("iss", json!(" https://id.example")),
        ("iss", json!("")),
        ("iss", json!([issuer])),
        ("aud", json!("another")),
        ("aud", json!("App")),
        ("aud", json!("app ")),
        ("aud", json!("")),
        ("aud", json!(["app"])),
        ("aud", json!(["another", "app"])),
        ("aud", json!([])),
        ("sub", json!("ada")),
        ("sub", json!("")),
        ("sub", json!(2)),
        ("sub", json!("00000000-0000-0000-0000-00000000000g")),
        ("sid", json!("")),
        ("jti", json!("1")),
        ("exp", json!(soon.to_string())),
        ("exp", json!(soon as f64)),
        ("exp", json!(soon as f64 + 0.5)),
        ("exp", json!(1e30)),
        ("exp", json!(i64::MAX)),
        ("exp", json!(u64::MAX)),
        ("exp", json!(253_402_300_800_i64)),
        ("exp", json!(-1)),
        ("exp", json!(i64::MIN)),
        ("exp", json!(true)),
        ("iat", json!(NOW.to_string())),
        ("iat", json!(NOW as f64)),
        ("iat", json!(NOW + 20_000)),
        ("iat", json!(i64::MAX)),
        ("iat", json!(-1)),
        ("nbf", json!(NOW + 20_000)),
        ("nbf", json!(i64::MAX)),
        ("nbf", json!("soon")),
        ("nbf", json!(NOW as f64)),
        ("auth_time", json!(i64::MIN)),
        ("auth_time", json!(i64::MAX)),
        ("gen", json!(-1)),
        ("gen", json!(7.0)),
        ("gen", json!("7")),
        ("gen", json!(u64::from(u32::MAX) + 1)),
        ("role", json!("root")),
        ("role", json!("User")),
        ("role", json!("user ")),
        ("role", json!("")),
        ("role", json!(["admin"])),
        ("email_verified", json!("true")),
        ("email_verified", json!(1)),
        ("email", json!(1)),
        ("name", json!(["Ada"])),
    ] {
        let mut payload = scene.payload.clone();
        payload[field] = value;
        scene.refuses(&scene.signed(&scene.header, &payload), field);
    }
}

#[test]
fn what_we_do_not_know_is_passed_over() {
    let scene = Scene::new();
    for (field, value) in [
        ("scope", json!("admin")),
        ("roles", json!(["admin"])),
        ("nbf", json!(NOW)),
        ("nbf", json!(null)),
    ] {
        let mut payload = scene.payload.clone();
        payload[field] = value;
        scene.accepts(&scene.signed(&scene.header, &payload));
    }
}
