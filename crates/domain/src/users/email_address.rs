use std::fmt;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::{CodePointSetData, props::DefaultIgnorableCodePoint};

use crate::shared::{FieldCode, Invalid};

/// An e-mail address in two forms: how its owner writes it, and the one key that all its
/// spellings share.
///
/// The written form is normalised text (NFKC, without invisible characters) that keeps its case;
/// mail goes there. The canonical form is lower case with the domain in ASCII, and unique. Both
/// name the same mailbox: a spelling can never receive the mail of another mailbox.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress {
    written: String,
    canonical: String,
}

impl EmailAddress {
    /// The longest canonical address, in bytes (RFC 5321, 4.5.3.1.3).
    pub const MAX_BYTES: usize = 254;

    /// Parses what somebody typed. Everything is judged after normalising, so that no look-alike
    /// of `@` or of a quote slips through.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        // No character shrinks more than 18-fold under NFKC; longer text cannot fit.
        if text.len() > Self::MAX_BYTES * 18 {
            return Err(too_long());
        }
        let written = visible(text.trim());
        if written.is_empty() {
            return Err(Invalid::new(FieldCode::Required, "an e-mail address is required"));
        }
        let canonical = canonicalise(&written).ok_or_else(malformed)?;
        let written = with_ascii_domain(&written, &canonical).ok_or_else(malformed)?;
        if canonical.len() > Self::MAX_BYTES || written.len() > Self::MAX_BYTES {
            return Err(too_long());
        }
        let stable = canonicalise(&canonical).is_some_and(|again| again == canonical);
        if !stable || !is_well_formed(&canonical) {
            return Err(malformed());
        }
        Ok(Self { written, canonical })
    }

    /// Takes the two forms as a store kept them.
    pub fn from_stored(written: String, canonical: String) -> Self {
        Self { written, canonical }
    }

    /// Whether `text` spells this very address, be it in capitals of ASCII or with its domain in
    /// Unicode, so that nothing had to be normalised away. Whoever has proven the mailbox of another
    /// spelling, elsewhere, has not proven this one: `ⓐda@example.com` may be somebody else.
    pub fn is_spelled_by(&self, text: &str) -> bool {
        let lower = text.to_ascii_lowercase();
        let Some((local, domain)) = self.canonical.split_once('@') else { return false };
        let (unicode, outcome) = idna::domain_to_unicode(domain);
        lower == self.canonical || outcome.is_ok() && lower == format!("{local}@{unicode}")
    }

    /// Where mail goes.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The unique key: equal for all spellings of one address.
    pub fn canonical(&self) -> &str {
        &self.canonical
    }
}

/// Masked, so that an address never reaches a log by accident: `a…@example.com`.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.canonical.chars().next().unwrap_or('?');
        let domain = self.canonical.rsplit('@').next().unwrap_or_default();
        write!(f, "{first}…@{domain}")
    }
}

/// NFKC without default-ignorable code points; normalised again, since removing one can bring two
/// characters together that compose.
fn visible(text: &str) -> String {
    let nfkc = ComposingNormalizerBorrowed::new_nfkc();
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let normalised = nfkc.normalize(text);
    let kept: String = normalised.chars().filter(|c| !ignorable.contains(*c)).collect();
    nfkc.normalize(&kept).into_owned()
}

/// The written form, with the domain that the canonical one has unless it is plain ASCII anyway:
/// no mailer's own idea of an international domain may lead elsewhere.
fn with_ascii_domain(written: &str, canonical: &str) -> Option<String> {
    let (local, domain) = written.split_once('@')?;
    let (_, ascii) = canonical.split_once('@')?;
    let domain = if domain.eq_ignore_ascii_case(ascii) { domain } else { ascii };
    Some(format!("{local}@{domain}"))
}

/// Lower case (a final sigma like any other), the domain in ASCII (UTS 46). `None` if there is not
/// exactly one `@`.
fn canonicalise(written: &str) -> Option<String> {
    let lower = visible(&written.to_lowercase().replace('ς', "σ"));
    let (local, domain) = lower.split_once('@')?;
    if domain.contains('@') {
        return None;
    }
    let domain = idna::domain_to_ascii_strict(domain).ok()?;
    Some(format!("{local}@{domain}"))
}

fn is_well_formed(canonical: &str) -> bool {
    let plain = |c: char| !c.is_control() && !c.is_whitespace() && !"\"'`<>()[],;:\\".contains(c);
    let options = email_address::Options::default()
        .with_required_tld()
        .without_display_text()
        .without_domain_literal();
    // A last label that is a number makes the domain an address of the network (WHATWG URL, 3.5).
    let named = canonical
        .rsplit(['.', '@'])
        .next()
        .is_some_and(|label| label.starts_with(|c: char| c.is_ascii_alphabetic()));
    canonical.chars().all(plain)
        && named
        && email_address::EmailAddress::parse_with_options(canonical, options).is_ok()
}

fn malformed() -> Invalid {
    Invalid::new(FieldCode::InvalidFormat, "not an e-mail address")
}

fn too_long() -> Invalid {
    Invalid::new(FieldCode::TooLong, "an e-mail address has at most 254 bytes")
        .with("max", EmailAddress::MAX_BYTES as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> Result<String, FieldCode> {
        EmailAddress::parse(text).map(|e| e.canonical).map_err(|e| e.code)
    }

    #[test]
    fn what_was_normalised_is_another_spelling() {
        let spells = |text: &str| EmailAddress::parse(text).unwrap().is_spelled_by(text);
        for exact in [
            "ada@example.com",
            "ADA@Example.COM",
            "a.da+1@example.com",
            "jürgen@example.com",
            "ada@bücher.example",
            "ada@xn--bcher-kva.example",
        ] {
            assert!(spells(exact), "{exact}");
        }
        for altered in [
            "ⓐda@example.com",
            "ａda@example.com",
            "a\u{ad}da@example.com",
            "a\u{200d}da@example.com",
            "ada@exam\u{200d}ple.com",
            "ada@ｅxample.com",
            " ada@example.com",
            "ju\u{308}rgen@example.com",
            "ada@\u{dc1}\u{dca}\u{200d}\u{dbb}\u{dd3}.com",
        ] {
            assert!(!spells(altered), "{altered}");
        }
    }

    #[test]
    fn spellings_of_one_address_share_one_key() {
        for spelling in [
            "ada@example.com",
            " ADA@Example.COM ",
            "ada\u{200b}@example.com",
            "ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ",
            "ada@exa\u{ad}mple.com",
        ] {
            assert_eq!(canonical(spelling).as_deref(), Ok("ada@example.com"), "{spelling:?}");
        }
    }

    #[test]
    fn dots_and_tags_count() {
        assert_ne!(canonical("a.da@example.com"), canonical("ada@example.com"));
        assert_ne!(canonical("ada+x@example.com"), canonical("ada@example.com"));
    }

    #[test]
    fn mail_goes_to_the_address_as_typed_but_never_to_another_mailbox() {
        let typed = EmailAddress::parse("Ada.Lovelace@Example.com").unwrap();
        assert_eq!(typed.written(), "Ada.Lovelace@Example.com");
        // Circled letters could be a mailbox of their own; the mail goes to the plain one.
        assert_eq!(EmailAddress::parse("ⓐda@example.com").unwrap().written(), "ada@example.com");
    }

    #[test]
    fn an_international_domain_is_kept_in_ascii() {
        assert_eq!(canonical("ada@bücher.example").as_deref(), Ok("ada@xn--bcher-kva.example"));
        assert_eq!(canonical("ada@XN--BCHER-KVA.example"), canonical("ada@bücher.example"));
    }

    #[test]
    fn mail_to_an_international_domain_goes_to_its_ascii_form() {
        for (typed, written) in [
            ("Ada@bücher.example", "Ada@xn--bcher-kva.example"),
            ("Ada@Example。com", "Ada@example.com"),
            ("Ada@EXAMPLE.com", "Ada@EXAMPLE.com"),
        ] {
            assert_eq!(EmailAddress::parse(typed).unwrap().written(), written);
        }
    }

    #[test]
    fn a_final_sigma_is_a_sigma() {
        assert_eq!(canonical("ΑΣ@example.com"), canonical("ας@example.com"));
        assert_eq!(canonical("ΑΣ@example.com"), canonical("ασ@example.com"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for wrong in [
            "ada",
            "@example.com",
            "ada@",
            "a@b@example.com",
            "ada@example",
            "ada@localhost",
            "ada@127.0.0.1",
            "ada@1.1",
            "ada@0x7f.1",
            "ada@[127.0.0.1]",
            "\"ada\"@example.com",
            "ada\r\nBcc: x@example.com",
            "a\0da@example.com",
            "ada @example.com",
            "Ada <ada@example.com>",
            "ada@exam ple.com",
            "ada@-example.com",
            "ada,eve@example.com",
            ".ada@example.com",
            "ada..x@example.com",
            "ada＠b@example.com",
        ] {
            assert_eq!(canonical(wrong), Err(FieldCode::InvalidFormat), "{wrong:?}");
        }
        assert_eq!(canonical(" \u{200b} "), Err(FieldCode::Required));
    }

    #[test]
    fn length_is_judged_after_canonicalising() {
        let long = format!("{}@example.com", "a".repeat(300));
        assert_eq!(canonical(&long), Err(FieldCode::TooLong));
        assert_eq!(canonical(&"ﷺ".repeat(20_000)), Err(FieldCode::TooLong));
    }

    proptest::proptest! {
        #[test]
        fn parsing_never_panics_and_is_idempotent(text in ".{0,80}", local in "\\PC{1,20}") {
            for candidate in [text, format!("{local}@Example.com")] {
                if let Ok(address) = EmailAddress::parse(&candidate) {
                    let again = EmailAddress::parse(address.canonical()).unwrap();
                    proptest::prop_assert_eq!(again.canonical(), address.canonical());
                    let written = EmailAddress::parse(address.written()).unwrap();
                    proptest::prop_assert_eq!(written.canonical(), address.canonical());
                }
            }
        }
    }
}
