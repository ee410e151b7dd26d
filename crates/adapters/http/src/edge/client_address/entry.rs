//! What one entry of a proxy's header says. Whatever is in doubt is no address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::ProxyHeader;

/// Far longer than any entry that a proxy writes.
const LONGEST: usize = 1024;

/// The address in what stands between two commas. One that is mapped into IPv6 comes out as IPv4.
///
/// A comma always ends an entry, also between quotes. Otherwise a quotation mark that a client left
/// open would decide where the entries of the proxies behind it begin.
pub(super) fn address(header: ProxyHeader, entry: &[u8]) -> Option<IpAddr> {
    let entry = std::str::from_utf8(entry).ok().filter(|entry| entry.len() <= LONGEST)?;
    let entry = entry.trim_matches(BLANKS);
    let node = match header {
        ProxyHeader::XForwardedFor => entry,
        ProxyHeader::Forwarded => node_of(entry)?,
    };
    Some(address_of(node)?.to_canonical())
}

const BLANKS: [char; 2] = [' ', '\t'];

/// The value of `for` in an element of `Forwarded` (RFC 7239, 4), which has exactly one.
fn node_of(element: &str) -> Option<&str> {
    let mut node = None;
    for pair in element.split(';').map(|pair| pair.trim_matches(BLANKS)) {
        if pair.is_empty() {
            continue;
        }
        let (name, value) = pair.split_once('=')?;
        let value = unquoted(value)?;
        if name.eq_ignore_ascii_case("for") && node.replace(value).is_some() {
            return None;
        }
    }
    node
}

/// A value without its quotation marks, of which it has two around it or none. No address needs
/// an escape, and where one is written wrongly nobody knows what is quoted.
fn unquoted(value: &str) -> Option<&str> {
    let inner = match value.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"')?,
        None => value,
    };
    (!inner.contains(['"', '\\'])).then_some(inner)
}

/// `1.2.3.4`, `1.2.3.4:80`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:80`.
fn address_of(node: &str) -> Option<IpAddr> {
    if let Ok(plain) = node.parse() {
        return Some(plain);
    }
    let (address, behind): (IpAddr, &str) = match node.strip_prefix('[') {
        Some(bracketed) => {
            let (v6, behind) = bracketed.split_once(']')?;
            (v6.parse::<Ipv6Addr>().ok()?.into(), behind)
        }
        None => {
            let (v4, behind) = node.split_at(node.find(':')?);
            (v4.parse::<Ipv4Addr>().ok()?.into(), behind)
        }
    };
    (behind.is_empty() || is_port(behind)).then_some(address)
}

/// Whether the text is a colon and a port.
fn is_port(text: &str) -> bool {
    let Some(digits) = text.strip_prefix(':') else { return false };
    digits.bytes().all(|byte| byte.is_ascii_digit()) && digits.parse::<u16>().is_ok()
}
