//! Project Wycheproof's vectors for Ed25519, against the very check that a token's signature goes
//! through. Its vectors for JSON Web Signatures are not part of the published crate; forgeries of
//! their kind are in the other files.

use jsonwebtoken::DecodingKey;
use wycheproof::{
    TestResult,
    eddsa::{TestName, TestSet},
};

use super::*;

#[test]
fn the_vectors_for_ed25519_are_judged_as_they_should_be() {
    let vectors = TestSet::load(TestName::Ed25519).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for group in vectors.test_groups {
        let key = DecodingKey::from_ed_der(&group.key.pk);
        for test in group.tests {
            let signature = encode(&test.sig);
            let verdict =
                jsonwebtoken::crypto::verify(&signature, &test.msg, &key, Algorithm::EdDSA);
            let expected = test.result == TestResult::Valid;
            assert_eq!(verdict.unwrap_or(false), expected, "{} {}", test.tc_id, test.comment);
            *(if expected { &mut valid } else { &mut invalid }) += 1;
        }
    }
    assert!(valid > 50 && invalid > 50, "{valid} and {invalid}");
}
