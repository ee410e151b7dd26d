/// Why a configured secret is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakSecret {
    /// There is none.
    #[error("there is no secret")]
    Missing,
    /// It has less than [`WeakSecret::MIN_BYTES`] bytes.
    #[error("the secret is too short: it needs at least 32 bytes")]
    TooShort,
    /// It has few different characters, or is one piece of text over and over.
    #[error("the secret is too repetitive: draw it at random")]
    TooRepetitive,
    /// It is, or contains, a text that stands in somebody's documentation.
    #[error("the secret is a well-known example: draw it at random")]
    WellKnown,
}

/// Pieces of the secrets that documentation, tutorials and leaked configuration files hold, in
/// lower case with nothing but letters and digits. No random secret contains one.
const WELL_KNOWN: &[&str] = &[
    "changeme",
    "changethis",
    "changeit",
    "replaceme",
    "replacethis",
    "yoursecret",
    "your256bitsecret",
    "your512bitsecret",
    "astringsecretatleast",
    "mysecret",
    "supersecret",
    "topsecret",
    "secretsecret",
    "secretkey",
    "examplesecret",
    "notasecret",
    "notsosecret",
    "insecure",
    "donotuse",
    "forexample",
    "thisisasecret",
    "passwordpassword",
    "correcthorsebatterystaple",
    "keyboardcat",
    "loremipsum",
    "qwertyuiop",
    "abcdefghijkl",
    "0123456789",
    "1234567890",
];

impl WeakSecret {
    /// The fewest bytes of a secret.
    pub const MIN_BYTES: usize = 32;
    /// The fewest different bytes: 32 random hexadecimal digits have 14 on average.
    const MIN_DISTINCT: usize = 8;

    /// Finds what is wrong with one secret.
    pub(crate) fn find(secret: &str) -> Option<Self> {
        let bytes = secret.as_bytes();
        let plain: String = secret
            .chars()
            .filter(|c| c.is_ascii_alphanumeric())
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if bytes.len() < Self::MIN_BYTES {
            Some(Self::TooShort)
        } else if WELL_KNOWN.iter().any(|known| plain.contains(known)) {
            Some(Self::WellKnown)
        } else if distinct(bytes) < Self::MIN_DISTINCT || is_periodic(bytes) {
            Some(Self::TooRepetitive)
        } else {
            None
        }
    }
}

fn distinct(bytes: &[u8]) -> usize {
    let mut sorted = bytes.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted.len()
}

/// Whether the text is one piece of itself over and over, the last time perhaps cut short.
fn is_periodic(bytes: &[u8]) -> bool {
    (1..=bytes.len() / 2).any(|period| bytes[period..] == bytes[..bytes.len() - period])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_secret_is_refused() {
        assert_eq!(WeakSecret::find(""), Some(WeakSecret::TooShort));
        assert_eq!(WeakSecret::find("kq7Zr1mX4vTn9bYc2sWd5fGh8jLp0aQ"), Some(WeakSecret::TooShort));
        assert_eq!(WeakSecret::find("kq7Zr1mX4vTn9bYc2sWd5fGh8jLp0aQe"), None);
    }

    #[test]
    fn a_repetitive_secret_is_refused() {
        for weak in [
            "a".repeat(64),
            "ab12ab21".repeat(8),
            "kq7Zr1mX4vTn9bYc".repeat(2),
            "kq7Zr1mX4vTn9bYckq7Zr1mX4vTn9bYckq7".to_owned(),
        ] {
            assert_eq!(WeakSecret::find(&weak), Some(WeakSecret::TooRepetitive), "{weak}");
        }
    }

    #[test]
    fn a_secret_from_documentation_is_refused() {
        for known in [
            "changeme-changeme-changeme-changeme",
            "Change_Me_please_before_production!!",
            "secretsecretsecretsecretsecretsecret",
            "a-string-secret-at-least-256-bits-long",
            "your-256-bit-secret-your-256-bit-secret",
            "django-insecure-x7#q2k9v$m1p8z&w4r6t",
            "0123456789abcdef0123456789abcdef",
            "abcdefghijklmnopqrstuvwxyz012345",
            "correct horse battery staple 1234567",
        ] {
            assert_eq!(WeakSecret::find(known), Some(WeakSecret::WellKnown), "{known}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_random_secret_is_accepted(bytes: [u8; 32]) {
            use base64::{Engine, engine::general_purpose::STANDARD};
            // proptest likes edge cases; a secret drawn at random is not one of them.
            proptest::prop_assume!(distinct(&bytes) > 20);
            proptest::prop_assert_eq!(WeakSecret::find(&STANDARD.encode(bytes)), None);
            let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
            proptest::prop_assert_eq!(WeakSecret::find(&hex), None);
        }
    }
}
