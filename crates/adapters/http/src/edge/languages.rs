use std::convert::Infallible;

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use bookplate_domain::shared::LanguageTag;

/// How much of the header is read; browsers send a few dozen bytes.
const MAX_BYTES: usize = 1024;

/// The languages that a visitor reads, the most preferred first (RFC 9110, 12.5.4).
#[derive(Debug, Default)]
pub(crate) struct Languages(Vec<LanguageTag>);

impl Languages {
    /// From the most preferred on.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &LanguageTag> {
        self.0.iter()
    }

    /// The most preferred, if the visitor says so.
    pub(crate) fn into_first(self) -> Option<LanguageTag> {
        self.0.into_iter().next()
    }

    pub(crate) fn of(request: &HttpRequest) -> Self {
        let lines = request.headers().get_all(header::ACCEPT_LANGUAGE);
        let lines: Vec<&[u8]> = lines.map(|line| line.as_bytes()).collect();
        Self::parse(&lines.join(&b','))
    }

    /// Leaves out what is malformed, what is unwanted (`q=0`), and `*`, which names no language.
    fn parse(header: &[u8]) -> Self {
        let mut items: Vec<&[u8]> =
            header[..header.len().min(MAX_BYTES)].split(|byte| *byte == b',').collect();
        if header.len() > MAX_BYTES {
            // Nobody knows how the last one would have gone on.
            items.pop();
        }
        let mut weighed: Vec<(u16, LanguageTag)> =
            items.into_iter().filter_map(read_item).filter(|(weight, _)| *weight > 0).collect();
        // Stable: of two equal weights the first stays first.
        weighed.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        Self(weighed.into_iter().map(|(_, tag)| tag).collect())
    }
}

/// `de-AT;q=0.8`: the tag and its weight in thousandths.
fn read_item(item: &[u8]) -> Option<(u16, LanguageTag)> {
    let item = std::str::from_utf8(item).ok()?;
    let (tag, weight) = match item.split_once(';') {
        None => (item, 1000),
        Some((tag, parameter)) => {
            let (name, value) = parameter.trim().split_once('=')?;
            (tag, if name.eq_ignore_ascii_case("q") { read_weight(value)? } else { return None })
        }
    };
    Some((weight, LanguageTag::parse(tag.trim()).ok()?))
}

/// `0`, `1`, or `0.` and `1.` with up to three digits (RFC 9110, 12.4.2), in thousandths.
fn read_weight(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match (whole, format!("{decimals:0<3}").parse().ok()?) {
        ("0", thousandths) => Some(thousandths),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

impl FromRequest for Languages {
    type Error = Infallible;
    type Future = std::future::Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Ok(Self::of(request)))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn read(header: &str) -> Vec<String> {
        let languages = Languages::parse(header.as_bytes());
        languages.iter().map(|tag| tag.as_str().to_owned()).collect()
    }

    #[test]
    fn the_weights_decide_and_equal_ones_keep_their_order() {
        assert_eq!(read("fr, de-AT;q=0.8, en;q=0.9, es;q=0.80"), ["fr", "en", "de-AT", "es"]);
        assert_eq!(read("ur-PK ; Q=0.001,de;q=1.000"), ["de", "ur-PK"]);
    }

    #[test]
    fn what_is_unwanted_or_malformed_or_no_language_is_left_out() {
        assert_eq!(read("*, de;q=0, es;q=0.000, en;q=0.1"), ["en"]);
        for wrong in [
            "de;q=1.1",
            "de;q=0.1234",
            "de;q=-1",
            "de;q=",
            "de;q=.5",
            "de;q=1;q=1",
            "de;level=1",
            "de;q",
            "de_DE",
            "d",
            "<b>",
            "",
            ",;,",
        ] {
            assert_eq!(read(wrong), [""; 0], "{wrong}");
            assert_eq!(read(&format!("{wrong},en")), ["en"], "{wrong}");
        }
        assert_eq!(Languages::parse(b"\xff, en").iter().count(), 1);
    }

    #[test]
    fn a_long_header_is_read_up_to_the_last_whole_item() {
        let long = format!("en;q=0.1,{}de-AT-1996,ur", "*,".repeat(503));
        assert_eq!(&long[MAX_BYTES - 9..][..12], "de-AT-1996,u");
        assert_eq!(read(&long), ["en"], "not `de-AT-199`");
    }

    #[test]
    fn many_lines_are_one_list() {
        let name = header::ACCEPT_LANGUAGE;
        let request = TestRequest::default()
            .append_header((name.clone(), "en;q=0.5"))
            .append_header((name, "de;q=0.7"))
            .to_http_request();
        assert_eq!(Languages::of(&request).into_first(), LanguageTag::parse("de").ok());
    }

    proptest::proptest! {
        #[test]
        fn no_header_makes_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..1100)) {
            Languages::parse(&bytes);
        }
    }
}
