#![expect(clippy::expect_used, reason = "the secrets are constants")]

use bookplate_crypto::Secrets;

const FIRST: &str = "kq7Zr1mX4vTn9bYc2sWd5fGh8jLp0aQe";
const SECOND: &str = "Wd5fGh8jLp0aQekq7Zr1mX4vTn9bYc2s";

/// The secret that the valid tokens of the corpora were made with. It guards nothing.
pub(crate) fn ours() -> Secrets {
    Secrets::new(&[FIRST.into()]).expect("a strong secret")
}

/// A secret that had nothing to do with them.
pub(crate) fn foreign() -> Secrets {
    Secrets::new(&[SECOND.into()]).expect("a strong secret")
}

/// Both, as while the secret is rotated away from ours.
pub(crate) fn rotated() -> Secrets {
    Secrets::new(&[SECOND.into(), FIRST.into()]).expect("strong secrets")
}
