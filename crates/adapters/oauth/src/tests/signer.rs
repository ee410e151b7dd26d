use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    rsa::KeySize,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
        Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512,
        RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaKeyPair,
    },
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

enum Key {
    Ec(EcdsaKeyPair),
    Ed(Box<Ed25519KeyPair>),
    Rsa(Box<RsaKeyPair>),
}

/// Signs ID tokens with a real key.
pub struct Signer {
    pub kid: String,
    pub algorithm: &'static str,
    key: Key,
}

impl Signer {
    pub const ALGORITHMS: [&str; 9] =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"];

    pub fn new(algorithm: &'static str, kid: &str) -> Self {
        let key = match algorithm {
            "ES256" => Key::Ec(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()),
            "ES384" => Key::Ec(EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).unwrap()),
            "EdDSA" => Key::Ed(Box::new(Ed25519KeyPair::generate().unwrap())),
            _ => Key::Rsa(Box::new(RsaKeyPair::generate(KeySize::Rsa2048).unwrap())),
        };
        Self { kid: kid.to_owned(), algorithm, key }
    }

    /// The public key as the issuer publishes it.
    pub fn jwk(&self) -> Value {
        let encoded = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        let mut jwk = match &self.key {
            Key::Ec(key) => {
                let (x, y) =
                    key.public_key().as_ref()[1..].split_at(key.public_key().as_ref().len() / 2);
                let curve = if self.algorithm == "ES256" { "P-256" } else { "P-384" };
                json!({"kty": "EC", "crv": curve, "x": encoded(x), "y": encoded(y)})
            }
            Key::Ed(key) => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": encoded(key.public_key().as_ref())})
            }
            Key::Rsa(key) => {
                let (n, e) = modulus_and_exponent(key.public_key().as_ref());
                json!({"kty": "RSA", "n": encoded(n), "e": encoded(e)})
            }
        };
        jwk["kid"] = json!(self.kid);
        jwk["use"] = json!("sig");
        jwk
    }

    /// The bytes of the public key.
    pub fn public_key(&self) -> Vec<u8> {
        match &self.key {
            Key::Ec(key) => key.public_key().as_ref().to_vec(),
            Key::Ed(key) => key.public_key().as_ref().to_vec(),
            Key::Rsa(key) => key.public_key().as_ref().to_vec(),
        }
    }

    pub fn sign(&self, claims: &Value) -> String {
        self.sign_as(&json!({"typ": "JWT", "alg": self.algorithm, "kid": self.kid}), claims)
    }

    pub fn sign_as(&self, header: &Value, claims: &Value) -> String {
        let input = signing_input(header, claims);
        let random = SystemRandom::new();
        let signature = match &self.key {
            Key::Ec(key) => key.sign(&random, input.as_bytes()).unwrap().as_ref().to_vec(),
            Key::Ed(key) => key.sign(input.as_bytes()).as_ref().to_vec(),
            Key::Rsa(key) => {
                let encoding: &dyn aws_lc_rs::signature::RsaEncoding = match self.algorithm {
                    "RS256" => &RSA_PKCS1_SHA256,
                    "RS384" => &RSA_PKCS1_SHA384,
                    "RS512" => &RSA_PKCS1_SHA512,
                    "PS256" => &RSA_PSS_SHA256,
                    "PS384" => &RSA_PSS_SHA384,
                    _ => &RSA_PSS_SHA512,
                };
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(encoding, &random, input.as_bytes(), &mut signature).unwrap();
                signature
            }
        };
        format!("{input}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
    }
}

pub fn signing_input(header: &Value, claims: &Value) -> String {
    let encoded = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", encoded(header), encoded(claims))
}

/// What somebody makes who takes a public text for a secret.
pub fn hs256(kid: Option<&str>, secret: &[u8], claims: &Value) -> String {
    let input = signing_input(&json!({"alg": "HS256", "kid": kid}), claims);
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, input.as_bytes());
    format!("{input}.{}", BASE64_URL_SAFE_NO_PAD.encode(tag))
}

/// Of an `RSAPublicKey` of 2048 bits in DER (RFC 8017, A.1.1).
fn modulus_and_exponent(der: &[u8]) -> (&[u8], &[u8]) {
    let rest = &der[4..];
    assert_eq!(rest[..2], [0x02, 0x82], "an INTEGER with a length of two bytes");
    let length = usize::from(rest[2]) << 8 | usize::from(rest[3]);
    let (modulus, exponent) = rest[4..].split_at(length);
    (&modulus[1..], &exponent[2..])
}
