use serde_json::{Value, json};

use super::{
    issuer::{CLIENT_ID, CLIENT_SECRET, Issuer},
    signer::{Signer, hs256, signing_input},
    untrustworthy,
};

const MALFORMED: &str = "it is malformed, or lacks a claim";

/// Signs in with one claim changed, or left out if it is null.
async fn refused(claim: &str, value: Value) -> String {
    let issuer = Issuer::start().await;
    issuer.claims(issuer.claims_but(claim, value));
    let told = untrustworthy(issuer.identify().await);
    told.strip_prefix("the ID token: ").expect(&told).to_owned()
}

async fn refused_token(issuer: &Issuer, token: &str) -> String {
    issuer.id_token(token);
    let told = untrustworthy(issuer.identify().await);
    told.strip_prefix("the ID token: ").expect(&told).to_owned()
}

#[tokio::test]
async fn a_token_carries_our_nonce() {
    for nonce in [json!("another"), json!(""), json!("the-nonce "), Value::Null] {
        assert_eq!(refused("nonce", nonce).await, "its nonce is missing or not ours");
    }
    for nonce in [json!(7), json!(["the-nonce"])] {
        assert_eq!(refused("nonce", nonce).await, MALFORMED);
    }
}

#[tokio::test]
async fn a_token_is_of_the_issuer_to_the_letter() {
    let url = Issuer::start().await.url();
    for issuer in ["https://other.example.com", &format!("{url}/"), &url.to_uppercase()] {
        assert_eq!(refused("iss", json!(issuer)).await, "it is another issuer's");
    }
    for issuer in [Value::Null, json!(""), json!("not a url")] {
        assert_eq!(refused("iss", issuer).await, MALFORMED);
    }
}

#[tokio::test]
async fn a_token_is_for_us_alone() {
    for audience in [json!("another"), json!([]), json!(["another"]), json!([CLIENT_ID, "another"])]
    {
        assert_eq!(refused("aud", audience.clone()).await, "it is for somebody else", "{audience}");
    }
    assert_eq!(refused("aud", Value::Null).await, "it is for somebody else");
    assert_eq!(refused("azp", json!("another")).await, "it was issued to somebody else");

    let issuer = Issuer::start().await;
    let mut claims = issuer.claims_but("aud", json!([CLIENT_ID]));
    claims["azp"] = json!(CLIENT_ID);
    issuer.claims(claims);
    issuer.identify().await.unwrap();
}

#[tokio::test]
async fn a_token_is_of_now_by_the_clock() {
    let now = {
        use bookplate_domain::shared::Clock;
        Issuer::start().await.clock.now().unix_seconds()
    };
    let out_of_time = "it has expired, or is from the future";
    for expiry in [now, now - 1, now - 300, 0] {
        assert_eq!(refused("exp", json!(expiry)).await, out_of_time);
    }
    for issued in [now + 61, now + 3600] {
        assert_eq!(refused("iat", json!(issued)).await, out_of_time);
    }
    for claim in ["exp", "iat"] {
        for value in [Value::Null, json!("soon"), json!(1e300), json!({})] {
            assert_eq!(refused(claim, value).await, MALFORMED, "{claim}");
        }
    }
    let issuer = Issuer::start().await;
    issuer.claims(issuer.claims_but("iat", json!(now + 60)));
    issuer.identify().await.unwrap();
    issuer.claims(issuer.claims_but("exp", json!(now + 1)));
    issuer.identify().await.unwrap();
}

#[tokio::test]
async fn a_token_is_about_somebody() {
    for subject in [json!(""), json!(" "), json!("a\nb"), json!("ä"), json!("x".repeat(256))] {
        assert_eq!(refused("sub", subject).await, "its subject is none");
    }
    for subject in [Value::Null, json!(7), json!(["1"])] {
        assert_eq!(refused("sub", subject).await, MALFORMED);
    }
}

#[tokio::test]
async fn a_token_is_signed_by_the_issuers_key() {
    let issuer = Issuer::start().await;
    let wrong = "its signature is wrong";
    let claims = issuer.good_claims();

    let same_name = Signer::new("ES256", "key-1");
    assert_eq!(refused_token(&issuer, &same_name.sign(&claims)).await, wrong);
    let nameless = same_name.sign_as(&json!({"alg": "ES256"}), &claims);
    assert_eq!(refused_token(&issuer, &nameless).await, wrong);

    let good = issuer.signer.sign(&claims);
    let (input, signature) = good.rsplit_once('.').unwrap();
    let other = issuer.claims_but("sub", json!("248289761002"));
    let header = json!({"typ": "JWT", "alg": "ES256", "kid": "key-1"});
    let forged = format!("{}.{signature}", signing_input(&header, &other));
    assert_eq!(refused_token(&issuer, &forged).await, wrong);
    assert_eq!(refused_token(&issuer, &format!("{input}.")).await, wrong);

    let unknown = Signer::new("ES256", "key-2");
    let told = refused_token(&issuer, &unknown.sign(&claims)).await;
    assert_eq!(told, "none of the issuer's keys has signed it");
    let other_kind = Signer::new("EdDSA", "key-1");
    let told = refused_token(&issuer, &other_kind.sign(&claims)).await;
    assert_eq!(told, "none of the issuer's keys has signed it");
    // A key that came with the token is not the issuer's.
    let brought = json!({"alg": "ES256", "kid": "key-2", "jwk": unknown.jwk()});
    let told = refused_token(&issuer, &unknown.sign_as(&brought, &claims)).await;
    assert_eq!(told, "none of the issuer's keys has signed it");
}

#[tokio::test]
async fn neither_no_signature_nor_one_with_a_shared_secret_counts() {
    for signer in [Signer::new("ES256", "key-1"), Signer::new("RS256", "key-1")] {
        let issuer = Issuer::with(signer).await;
        // As careless an issuer as can be: it publishes the secret as a key.
        let oct = json!({"kty": "oct", "kid": "key-3", "k": "dGhlLXNlY3JldC1vZi1ib29rcGxhdGU"});
        issuer.server.json("/jwks", &json!({"keys": [issuer.signer.jwk(), oct]}));
        let claims = issuer.good_claims();
        let none = signing_input(&json!({"alg": "none"}), &claims);
        let jwk = issuer.signer.jwk().to_string();
        let tokens = [
            format!("{none}."),
            hs256(None, CLIENT_SECRET.as_bytes(), &claims),
            hs256(Some("key-3"), CLIENT_SECRET.as_bytes(), &claims),
            hs256(Some("key-1"), &issuer.signer.public_key(), &claims),
            hs256(Some("key-1"), jwk.as_bytes(), &claims),
            hs256(None, b"", &claims),
        ];
        for token in tokens {
            assert_eq!(refused_token(&issuer, &token).await, "its algorithm is not allowed");
        }
        for algorithm in ["None", "NONE", "hs256", "", "ES999"] {
            let input = signing_input(&json!({"alg": algorithm}), &claims);
            assert_eq!(refused_token(&issuer, &format!("{input}.")).await, MALFORMED);
        }
    }
}

#[tokio::test]
async fn a_token_of_another_kind_is_none() {
    let issuer = Issuer::start().await;
    let claims = issuer.good_claims();
    let kind = "it is of no kind that we know";
    for header in [
        json!({"alg": "ES256", "kid": "key-1", "typ": "at+jwt"}),
        json!({"alg": "ES256", "kid": "key-1", "cty": "JWT"}),
        json!({"alg": "ES256", "kid": "key-1", "crit": ["b64"], "b64": false}),
    ] {
        let token = issuer.signer.sign_as(&header, &claims);
        assert_eq!(refused_token(&issuer, &token).await, kind, "{header}");
    }
    for text in ["", ".", "..", "a.b.c", "eyJhbGciOiJFUzI1NiJ9", &"a".repeat(100_000)] {
        assert_eq!(refused_token(&issuer, text).await, MALFORMED);
    }
    issuer
        .server
        .json("/token", &json!({"access_token": "the-access-token", "token_type": "Bearer"}));
    assert_eq!(untrustworthy(issuer.identify().await), "the ID token: it is missing");
}
