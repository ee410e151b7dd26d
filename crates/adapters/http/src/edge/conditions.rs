//! Conditional requests (RFC 9110, 13): the version of what is asked for is its `ETag`.

use std::fmt;

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    http::header::{self, HeaderName},
};
use bookplate_domain::shared::IfVersion;
use serde::Serialize;

use crate::problem::Problem;

/// More than anybody who asks honestly has seen.
const MAX_TAGS: usize = 20;

/// Names one state of something: its version, and a word where time alone changes what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StateTag {
    version: u32,
    word: Option<&'static str>,
}

impl StateTag {
    /// The state that the version `version` is in while `word` holds.
    pub(crate) fn new(version: u32, word: Option<&'static str>) -> Self {
        Self { version, word }
    }
}

impl From<u32> for StateTag {
    fn from(version: u32) -> Self {
        Self::new(version, None)
    }
}

impl fmt::Display for StateTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.word {
            None => write!(f, "{}", self.version),
            Some(word) => write!(f, "{}-{word}", self.version),
        }
    }
}

/// The header that tells a state.
pub(crate) fn etag(state: impl Into<StateTag>) -> (HeaderName, String) {
    (header::ETAG, format!("\"{}\"", state.into()))
}

/// The versions that a caller is willing to change; without the header, whichever there is.
pub(crate) struct IfMatch(pub(crate) IfVersion);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let tags = Tags::of(request, &header::IF_MATCH);
        std::future::ready(tags.map(|tags| match tags {
            None | Some(Tags::Any) => Self(IfVersion::Any),
            Some(Tags::Listed(tags)) => {
                // A weak tag tells nothing of what exactly was read.
                let strong = tags.iter().filter(|tag| !tag.weak);
                Self(IfVersion::OneOf(strong.filter_map(Tag::version).collect()))
            }
        }))
    }
}

/// The states that a caller has already.
pub(crate) struct IfNoneMatch(Option<Tags>);

impl IfNoneMatch {
    /// The answer with something in this state, or that the caller has it already.
    pub(crate) fn present(&self, state: impl Into<StateTag>, view: impl Serialize) -> HttpResponse {
        let state = state.into();
        let tag = state.to_string();
        let has_it = match &self.0 {
            None => false,
            Some(Tags::Any) => true,
            Some(Tags::Listed(tags)) => tags.iter().any(|known| known.opaque == tag),
        };
        if has_it {
            HttpResponse::NotModified().insert_header(etag(state)).finish()
        } else {
            HttpResponse::Ok().insert_header(etag(state)).json(view)
        }
    }
}

impl FromRequest for IfNoneMatch {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Tags::of(request, &header::IF_NONE_MATCH).map(Self))
    }
}

/// What stands in a header of conditions.
#[derive(Debug, PartialEq, Eq)]
enum Tags {
    /// `*`: whatever there is.
    Any,
    /// At least one.
    Listed(Vec<Tag>),
}

/// One entity tag.
#[derive(Debug, PartialEq, Eq)]
struct Tag {
    weak: bool,
    opaque: String,
}

impl Tag {
    /// The version, if it is a tag of ours. What time alone changes is no reason not to change
    /// something, so the word does not count.
    fn version(&self) -> Option<u32> {
        let text = self.opaque.split_once('-').map_or(self.opaque.as_str(), |(text, _)| text);
        let version: u32 = text.parse().ok()?;
        (version.to_string() == text).then_some(version)
    }
}

impl Tags {
    fn of(request: &HttpRequest, name: &HeaderName) -> Result<Option<Self>, Problem> {
        let lines = request.headers().get_all(name).map(|line| line.to_str().ok());
        let Some(lines) = lines.collect::<Option<Vec<&str>>>() else {
            return Err(malformed(name));
        };
        if lines.is_empty() {
            return Ok(None);
        }
        Self::parse(&lines.join(",")).map(Some).ok_or_else(|| malformed(name))
    }

    fn parse(header: &str) -> Option<Self> {
        let mut rest = header.trim();
        if rest == "*" {
            return Some(Self::Any);
        }
        let mut tags = Vec::new();
        while !rest.is_empty() {
            let (weak, quoted) = match rest.strip_prefix("W/") {
                Some(quoted) => (true, quoted),
                None => (false, rest),
            };
            let (opaque, behind) = quoted.strip_prefix('"')?.split_once('"')?;
            if !opaque.bytes().all(|byte| byte.is_ascii_graphic()) || tags.len() == MAX_TAGS {
                return None;
            }
            tags.push(Tag { weak, opaque: opaque.to_owned() });
            rest = behind.trim_start();
            if !rest.is_empty() {
                rest = rest.strip_prefix(',')?.trim_start();
            }
        }
        (!tags.is_empty()).then_some(Self::Listed(tags))
    }
}

fn malformed(name: &HeaderName) -> Problem {
    let detail =
        format!("The header {name} is neither * nor a list of entity tags, in quotes each: \"8\".");
    Problem::malformed(&detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(header: &str) -> Option<Vec<(bool, Option<u32>)>> {
        match Tags::parse(header)? {
            Tags::Any => Some(Vec::new()),
            Tags::Listed(tags) => Some(tags.iter().map(|tag| (tag.weak, tag.version())).collect()),
        }
    }

    #[test]
    fn a_header_is_a_star_or_a_list_of_tags() {
        assert_eq!(Tags::parse(" * "), Some(Tags::Any));
        assert_eq!(tags("\"3\""), Some(vec![(false, Some(3))]));
        assert_eq!(tags("W/\"3\" ,\"x,y\","), Some(vec![(true, Some(3)), (false, None)]));
        assert_eq!(tags("\"03\", \"+3\", \"\""), Some(vec![(false, None); 3]));
        assert_eq!(tags("\"3-suspended\""), Some(vec![(false, Some(3))]));
    }

    #[test]
    fn anything_else_is_malformed() {
        for wrong in
            ["", ",", "3", "\"3", "3\"", "'3'", "w/\"3\"", "\"3\"\"4\"", "*, \"3\"", "\"a b\""]
        {
            assert_eq!(Tags::parse(wrong), None, "{wrong}");
        }
        assert!(Tags::parse(&"\"3\",".repeat(MAX_TAGS)).is_some());
        assert!(Tags::parse(&"\"3\",".repeat(MAX_TAGS + 1)).is_none());
    }
}
