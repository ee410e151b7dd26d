use aws_lc_rs::{
    encoding::AsDer,
    hmac,
    rand::SystemRandom,
    rsa::{KeyPair as RsaKeyPair, KeySize},
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
        EcdsaSigningAlgorithm, ParsedPublicKey, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding,
    },
};
use base64::engine::general_purpose::STANDARD;

use super::*;

impl Scene {
    /// Header and claims as they would be signed by this algorithm.
    fn message(&self, alg: &str) -> String {
        let header = self.header_with("alg", json!(alg));
        format!("{}.{}", encode(header.to_string()), encode(self.payload.to_string()))
    }
}

#[test]
fn a_token_without_a_signature_is_refused() {
    let scene = Scene::new();
    for alg in ["none", "None", "NONE", "nOnE", "", "EdDSA"] {
        let message = scene.message(alg);
        for end in [".", "", "..", ".none", ".AA", ".bnVsbA"] {
            scene.refuses(&format!("{message}{end}"), alg);
        }
    }
}

#[test]
fn a_true_signature_under_the_name_of_another_algorithm_is_refused() {
    let scene = Scene::new();
    for alg in [
        "none", "HS256", "HS384", "HS512", "ES256", "ES384", "ES512", "ES256K", "RS256", "RS384",
        "RS512", "PS256", "PS384", "PS512", "Ed25519", "Ed448", "eddsa", "EDDSA", "EdDSA ", "dir",
        "ECDH-ES", "",
    ] {
        scene.refuses(&scene.signed_message(&scene.message(alg)), alg);
    }
    for alg in [json!(null), json!(1), json!(["EdDSA"])] {
        let header = scene.header_with("alg", alg);
        scene.refuses(&scene.signed(&header, &scene.payload), "alg");
    }
}

#[test]
fn the_public_key_is_no_secret_of_a_mac() {
    let scene = Scene::new();
    let public = scene.ring.public_keys().remove(0);
    let parsed =
        ParsedPublicKey::new(&aws_lc_rs::signature::ED25519, &public.x).expect("a public key");
    let der: aws_lc_rs::encoding::PublicKeyX509Der<'_> = parsed.as_der().unwrap();
    let pem = format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        STANDARD.encode(der.as_ref())
    );
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": encode(&public.x) });
    for secret in [
        public.x.clone(),
        encode(&public.x).into_bytes(),
        STANDARD.encode(&public.x).into_bytes(),
        der.as_ref().to_vec(),
        pem.trim_end().as_bytes().to_vec(),
        pem.into_bytes(),
        jwk.to_string().into_bytes(),
        json!({ "keys": [jwk] }).to_string().into_bytes(),
        public.kid.into_bytes(),
        Vec::new(),
    ] {
        for (alg, mac) in [
            ("HS256", hmac::HMAC_SHA256),
            ("HS384", hmac::HMAC_SHA384),
            ("HS512", hmac::HMAC_SHA512),
            ("EdDSA", hmac::HMAC_SHA512),
        ] {
            let message = scene.message(alg);
            let tag = hmac::sign(&hmac::Key::new(mac, &secret), message.as_bytes());
            scene.refuses(&format!("{message}.{}", encode(tag)), alg);
        }
    }
}

#[test]
fn keys_of_other_curves_and_kinds_sign_nothing() {
    let scene = Scene::new();
    let random = SystemRandom::new();
    let curves: [(&str, &EcdsaSigningAlgorithm); 2] =
        [("ES256", &ECDSA_P256_SHA256_FIXED_SIGNING), ("ES384", &ECDSA_P384_SHA384_FIXED_SIGNING)];
    for (alg, curve) in curves {
        let pair = EcdsaKeyPair::generate(curve).unwrap();
        for alg in [alg, "EdDSA"] {
            let message = scene.message(alg);
            let signature = pair.sign(&random, message.as_bytes()).unwrap();
            scene.refuses(&format!("{message}.{}", encode(signature)), alg);
        }
    }
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let paddings: [(&str, &'static dyn RsaEncoding); 2] =
        [("RS256", &RSA_PKCS1_SHA256), ("PS256", &RSA_PSS_SHA256)];
    for (alg, padding) in paddings {
        for alg in [alg, "EdDSA"] {
            let message = scene.message(alg);
            let mut signature = vec![0; pair.public_modulus_len()];
            pair.sign(padding, &random, message.as_bytes(), &mut signature).unwrap();
            scene.refuses(&format!("{message}.{}", encode(signature)), alg);
        }
    }
}
