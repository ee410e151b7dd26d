use super::*;

#[test]
fn another_type_than_ours_is_refused() {
    let scene = Scene::new();
    for typ in [
        json!("JWT"),
        json!("jwt"),
        json!("at+JWT"),
        json!("AT+JWT"),
        json!("at+jwt "),
        json!("application/at+jwt"),
        json!("rt+jwt"),
        json!("secevent+jwt"),
        json!(""),
        json!(null),
        json!(1),
        json!(["at+jwt"]),
    ] {
        let header = scene.header_with("typ", typ);
        scene.refuses(&scene.signed(&header, &scene.payload), "typ");
    }
}

#[test]
fn every_field_of_the_header_must_be_there() {
    let scene = Scene::new();
    for field in ["alg", "typ", "kid"] {
        let mut header = scene.header.clone();
        header.as_object_mut().unwrap().remove(field);
        scene.refuses(&scene.signed(&header, &scene.payload), field);
    }
}

#[test]
fn a_key_is_named_exactly_or_not_at_all() {
    let scene = Scene::new();
    let kid = scene.key.kid.as_str();
    let odd = [
        json!(""),
        json!(" "),
        json!("another"),
        json!(format!("{kid} ")),
        json!(format!("{kid}\0")),
        json!(format!("{kid}=")),
        json!(kid.to_uppercase()),
        json!(&kid[1..]),
        json!("../../../../dev/null"),
        json!("/etc/passwd"),
        json!("file:///dev/null"),
        json!("https://evil.example/jwks.json"),
        json!(format!("https://evil.example/#{kid}")),
        json!("' OR '1'='1"),
        json!(format!("x' UNION SELECT '{kid}' --")),
        json!("$(sleep 10)"),
        json!("ключ"),
        json!("k".repeat(4_000)),
        json!(null),
        json!(7),
        json!([kid]),
        json!({ "kid": kid }),
    ];
    for kid in odd {
        let header = scene.header_with("kid", kid);
        scene.refuses(&scene.signed(&header, &scene.payload), "kid");
    }
}

#[test]
fn what_the_header_says_must_be_understood_is_not() {
    let scene = Scene::new();
    for crit in [json!(["exp"]), json!(["b64"]), json!([]), json!("b64"), json!([1])] {
        let mut header = scene.header_with("crit", crit);
        header["b64"] = json!(false);
        scene.refuses(&scene.signed(&header, &scene.payload), "crit");
    }
}

#[test]
fn a_payload_that_is_not_encoded_is_refused() {
    // RFC 7797, with and without the warning that it asks for.
    let scene = Scene::new();
    for header in [
        json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": scene.key.kid, "b64": false }),
        json!({
            "alg": "EdDSA", "typ": "at+jwt", "kid": scene.key.kid, "b64": false, "crit": ["b64"],
        }),
    ] {
        let message = format!("{}.{}", encode(header.to_string()), scene.payload);
        scene.refuses(&scene.signed_message(&message), "b64");
        // Detached: the signature covers a payload that is sent some other way.
        let signed = scene.signed(&header, &scene.payload);
        let [header, _, signature] = parts(&signed);
        scene.refuses(&format!("{header}..{signature}"), "detached");
    }
}

#[test]
fn a_forger_who_brings_the_key_along_is_refused() {
    let scene = Scene::new();
    let forger = foreign();
    let public = &forger.public_keys()[0];
    let x = encode(&public.x);
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": scene.key.kid });
    for (field, value) in [
        ("jwk", jwk.clone()),
        ("jwks", json!({ "keys": [jwk] })),
        ("jku", json!("https://evil.example/jwks.json")),
        ("jku", json!("http://127.0.0.1:1/jwks.json")),
        ("x5u", json!("https://evil.example/cert.pem")),
        ("x5u", json!("file:///etc/passwd")),
        ("x5c", json!(["MIIB"])),
        ("x5t", json!("evil")),
        ("x5t#S256", json!("evil")),
        ("iss", json!("https://evil.example")),
    ] {
        for kid in [&scene.key.kid, &public.kid] {
            let mut header = scene.header_with(field, value.clone());
            header["kid"] = json!(kid);
            let message =
                format!("{}.{}", encode(header.to_string()), encode(scene.payload.to_string()));
            scene.refuses(&signed_by(&forger, &message), field);
        }
        // Signed by us, the same header does no harm either: it is not read.
        let ours = scene.header_with(field, value);
        scene.accepts(&scene.signed(&ours, &scene.payload));
    }
}
