use memchr::memchr2;

/// How much of a line is kept: more than any line has on which the length of a body depends.
const KEPT: usize = 80;

/// The longest line that tells the size of a chunk: no extension is known to anybody.
const LONGEST_SIZE_LINE: usize = 1024;

/// What no parser takes for a part of a head or of a chunk's size.
const NO_TEXT: u8 = 0;

/// Follows the requests on a connection before they are parsed, and spoils what two parsers could
/// read in two ways: a proxy in front must never see another end of a request than the parser
/// behind (request smuggling; RFC 9112, sections 2.2, 6.3 and 11.2).
///
/// The first such byte becomes NUL, so the parser refuses the request and the connection is closed.
/// That is a line that does not end in CR LF, a folded header, two lengths, a length beside a
/// transfer encoding, a length that is no plain number, another encoding than `chunked`, and what
/// makes something else of the connection: `CONNECT`, `Upgrade: websocket`.
#[derive(Debug)]
pub(super) struct Framing {
    place: Place,
    line: Line,
    body: Body,
    requests: u64,
    /// Something has come since the last request, if only an empty line.
    has_begun: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Before the first line of a request; empty lines may stand there.
    Start,
    /// In the headers.
    Headers,
    /// In a body, or a chunk of one, with so many bytes to come.
    Data { left: u64, chunk: bool },
    /// Behind a chunk.
    ChunkEnd,
    /// In the line that tells the size of a chunk.
    ChunkSize,
    /// Behind the last chunk.
    Trailers,
    /// No more is read.
    Refused,
}

/// What a head says of its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    Unsaid,
    Length(u64),
    Chunked,
}

/// What a client is sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sending {
    /// Nothing: the request of this number has not begun.
    Nothing(u64),
    /// The head of the request of this number.
    Head(u64),
    /// The body of the request of this number.
    Body(u64),
    /// What is refused.
    Refused,
}

impl Framing {
    pub(super) fn new() -> Self {
        Self {
            place: Place::Start,
            line: Line::default(),
            body: Body::Unsaid,
            requests: 0,
            has_begun: false,
        }
    }

    /// Follows bytes as they come in, to the end of a request at most, and answers how many that
    /// were. Spoils the first that is refused; nothing behind it is left for the parser.
    pub(super) fn inspect(&mut self, bytes: &mut [u8]) -> usize {
        let (request, mut seen) = (self.requests, 0);
        while seen < bytes.len() && self.requests == request {
            seen += match self.place {
                Place::Data { left, chunk } => self.inspect_data(left, chunk, bytes.len() - seen),
                Place::Refused => {
                    bytes[seen..].fill(NO_TEXT);
                    bytes.len() - seen
                }
                _ => self.inspect_line(&mut bytes[seen..]),
            };
        }
        seen
    }

    pub(super) fn sending(&self) -> Sending {
        match self.place {
            Place::Start if !self.has_begun => Sending::Nothing(self.requests),
            Place::Start | Place::Headers => Sending::Head(self.requests),
            Place::Refused => Sending::Refused,
            _ => Sending::Body(self.requests),
        }
    }

    fn inspect_data(&mut self, left: u64, chunk: bool, here: usize) -> usize {
        let taken = usize::try_from(left).map_or(here, |left| left.min(here));
        self.place = match (left - taken as u64, chunk) {
            (0, true) => Place::ChunkEnd,
            (0, false) => self.next_request(),
            (left, chunk) => Place::Data { left, chunk },
        };
        taken
    }

    /// Follows the text of a line at once, and what may end it byte by byte.
    fn inspect_line(&mut self, bytes: &mut [u8]) -> usize {
        self.has_begun = true;
        let text = memchr2(b'\r', b'\n', bytes).unwrap_or(bytes.len());
        if text > 0 && !self.line.returns {
            self.line.add(&bytes[..text]);
            return text;
        }
        let byte = &mut bytes[0];
        match self.line.push(*byte) {
            Pushed::Within => {}
            Pushed::Ended => match self.line_ended() {
                Some(place) => {
                    self.place = place;
                    self.line.begin();
                }
                None => self.refuse(byte),
            },
            Pushed::Malformed => self.refuse(byte),
        }
        1
    }

    fn refuse(&mut self, byte: &mut u8) {
        self.place = Place::Refused;
        *byte = NO_TEXT;
    }

    fn next_request(&mut self) -> Place {
        self.body = Body::Unsaid;
        self.requests += 1;
        self.has_begun = false;
        Place::Start
    }

    /// What comes behind the line that has just ended; `None`: the line is refused.
    fn line_ended(&mut self) -> Option<Place> {
        let is_empty = self.line.length == 0;
        match self.place {
            Place::Start if is_empty => Some(Place::Start),
            // A tunnel, which we are no end of: what follows would be no request.
            Place::Start if self.line.kept().starts_with(b"CONNECT ") => None,
            Place::Start => Some(Place::Headers),
            Place::Headers if is_empty => Some(match self.body {
                Body::Unsaid | Body::Length(0) => self.next_request(),
                Body::Length(left) => Place::Data { left, chunk: false },
                Body::Chunked => Place::ChunkSize,
            }),
            Place::Headers => self.header_ended(),
            Place::ChunkSize => match self.line.chunk_size()? {
                0 => Some(Place::Trailers),
                left => Some(Place::Data { left, chunk: true }),
            },
            Place::ChunkEnd => is_empty.then_some(Place::ChunkSize),
            Place::Trailers if is_empty => Some(self.next_request()),
            Place::Trailers => Some(Place::Trailers),
            Place::Data { .. } | Place::Refused => None,
        }
    }

    fn header_ended(&mut self) -> Option<Place> {
        match self.line.header()? {
            Header::Other => {}
            Header::Body(body) if self.body == Body::Unsaid => self.body = body,
            // Two lengths, two encodings, or both.
            Header::Body(_) => return None,
        }
        Some(Place::Headers)
    }
}

/// The beginning of a line.
#[derive(Debug)]
struct Line {
    kept: [u8; KEPT],
    length: usize,
    /// The last byte was a carriage return.
    returns: bool,
}

impl Default for Line {
    fn default() -> Self {
        Self { kept: [0; KEPT], length: 0, returns: false }
    }
}

enum Pushed {
    Within,
    Ended,
    Malformed,
}

enum Header {
    Body(Body),
    Other,
}

impl Line {
    /// Another line. What was kept of the one before is written over.
    fn begin(&mut self) {
        (self.length, self.returns) = (0, false);
    }

    fn push(&mut self, byte: u8) -> Pushed {
        match byte {
            b'\n' if self.returns => return Pushed::Ended,
            b'\n' => return Pushed::Malformed,
            _ if self.returns => return Pushed::Malformed,
            b'\r' => self.returns = true,
            byte => self.add(&[byte]),
        }
        Pushed::Within
    }

    /// Text without an end of a line in it.
    fn add(&mut self, text: &[u8]) {
        if let Some(room) = self.kept.get_mut(self.length..) {
            let kept = room.len().min(text.len());
            room[..kept].copy_from_slice(&text[..kept]);
        }
        self.length = self.length.saturating_add(text.len());
    }

    /// As much of it as was kept.
    fn kept(&self) -> &[u8] {
        &self.kept[..self.length.min(KEPT)]
    }

    /// Whether all of it was kept: what was cut off could have said more.
    fn is_whole(&self) -> bool {
        self.length <= KEPT
    }

    /// What a header says of the body; `None`: it is refused.
    fn header(&self) -> Option<Header> {
        let line = self.kept();
        // A folded line (RFC 9112, 5.2).
        if line.first().is_some_and(|&byte| is_blank(byte)) {
            return None;
        }
        let Some(colon) = line.iter().position(|&byte| byte == b':') else {
            return Some(Header::Other);
        };
        let (name, value) = (&line[..colon], trim_blanks(&line[colon + 1..]));
        let body = if name.eq_ignore_ascii_case(b"content-length") {
            Body::Length(decimal(value)?)
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            value.eq_ignore_ascii_case(b"chunked").then_some(Body::Chunked)?
        } else if name.eq_ignore_ascii_case(b"upgrade") {
            // The parser takes all that follows for a body, whatever the length says.
            let is_other = !value.eq_ignore_ascii_case(b"websocket") && self.is_whole();
            return is_other.then_some(Header::Other);
        } else {
            return Some(Header::Other);
        };
        self.is_whole().then_some(Header::Body(body))
    }

    fn chunk_size(&self) -> Option<u64> {
        let line = self.kept();
        let end = line.iter().position(|&byte| byte == b';' || is_blank(byte));
        let digits = &line[..end.unwrap_or(line.len())];
        let is_size = (1..=16).contains(&digits.len())
            && digits.iter().all(u8::is_ascii_hexdigit)
            && self.length <= LONGEST_SIZE_LINE;
        let digits = is_size.then(|| std::str::from_utf8(digits).ok())??;
        u64::from_str_radix(digits, 16).ok()
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn trim_blanks(mut text: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = text
        && is_blank(*first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && is_blank(*last)
    {
        text = rest;
    }
    text
}

/// A number in plain digits: no sign, no list.
fn decimal(text: &[u8]) -> Option<u64> {
    let is_plain = text.iter().all(u8::is_ascii_digit);
    is_plain.then(|| std::str::from_utf8(text).ok())??.parse().ok()
}

#[cfg(test)]
mod tests;
