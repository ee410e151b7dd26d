use std::net::IpAddr;

use actix_web::{
    HttpMessage, HttpRequest,
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
    web::Data,
};

use crate::{ProxyConfig, ProxyHeader};

mod entry;
#[cfg(test)]
mod tests;

/// How far back a chain of trusted proxies is followed.
const MOST_HOPS: usize = 32;

/// What was decided about a request, kept with it.
#[derive(Clone, Copy)]
struct ClientAddress(IpAddr);

/// Where a request comes from; limits, sessions and the audit trail all go by this one answer.
/// `None`: its connection has no address.
///
/// It is the peer, unless that is a proxy that we trust. IPv4 addresses mapped into IPv6 come out
/// as IPv4.
pub(super) fn client_address(request: &HttpRequest) -> Option<IpAddr> {
    let decided = request.extensions().get::<ClientAddress>().copied();
    if let Some(ClientAddress(address)) = decided {
        return Some(address);
    }
    let peer = request.peer_addr()?.ip();
    let address = match request.app_data::<Data<ProxyConfig>>() {
        Some(proxies) => behind_proxies(peer, request.headers(), proxies),
        None => peer.to_canonical(),
    };
    request.extensions_mut().insert(ClientAddress(address));
    Some(address)
}

/// The nearest address on the way that is not a trusted proxy's.
///
/// Each proxy adds at the right whom it heard the request from, so the way is walked from the peer
/// to the left, and only as far as the one who wrote an entry is trusted. What stands further left
/// anybody may have written. At an entry that is no address the walk ends with the proxy that
/// wrote it; if all are trusted, with the leftmost.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, proxies: &ProxyConfig) -> IpAddr {
    let mut nearest = peer.to_canonical();
    if !proxies.trusts(nearest) {
        return nearest;
    }
    // Several lines are one list (RFC 9110, 5.3).
    let lines: Vec<&HeaderValue> = headers.get_all(name_of(proxies.header)).collect();
    let entries = lines.iter().rev().flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    for entry in entries.take(MOST_HOPS) {
        let Some(before) = entry::address(proxies.header, entry) else { break };
        nearest = before;
        if !proxies.trusts(nearest) {
            break;
        }
    }
    nearest
}

fn name_of(header: ProxyHeader) -> HeaderName {
    match header {
        ProxyHeader::XForwardedFor => header::X_FORWARDED_FOR,
        ProxyHeader::Forwarded => header::FORWARDED,
    }
}
