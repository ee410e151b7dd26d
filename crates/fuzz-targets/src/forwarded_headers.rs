use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use bookplate_domain::shared::Client;
use bookplate_http::{ProxyConfig, ProxyHeader, fuzzing};

const PEER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7)), 4711);

/// Proxies besides the peer; the corpus has addresses of them.
const PROXIES: [&str; 3] = ["10.0.0.0/8", "192.0.2.1/32", "2001:db8:aaaa::/48"];

/// What a client may write in either header that is no address, or an address.
const NOBODY: [&str; 5] = ["unknown", "for=\"", "x=\"\\", "[", ""];
const SOMEBODY: [&str; 3] = ["203.0.113.9", "10.0.0.9", "for=203.0.113.9"];

type Header<'a> = (&'a [u8], &'a [u8]);

/// The first line is the address of the peer, if it is one; the others are headers of its request.
///
/// Where no proxy is trusted, no header says where a request came from. Where the peer is, the one
/// header that it writes says so, and what stands left of the answer never matters. Of all others
/// only the `User-Agent` says with what a request was sent.
pub fn forwarded_headers(data: &[u8]) {
    let mut lines = data.split(|byte| *byte == b'\n').peekable();
    let first = lines.peek().and_then(|line| std::str::from_utf8(line).ok()?.trim().parse().ok());
    let peer: SocketAddr = first.unwrap_or(PEER);
    let headers: Vec<Header<'_>> = lines.filter_map(header).collect();

    let nobody = ProxyConfig::default();
    let client = fuzzing::client(peer, &nobody, &headers);
    assert_eq!(client.ip, Some(peer.ip().to_canonical()), "no header names the caller");
    assert_eq!(client.request_id, None, "no handler takes a name from a header");
    let agents = named(&headers, "user-agent");
    assert_eq!(client, fuzzing::client(peer, &nobody, &agents), "only the User-Agent counts");
    about_the_device(&client, &agents);

    for (header, name) in
        [(ProxyHeader::XForwardedFor, "x-forwarded-for"), (ProxyHeader::Forwarded, "forwarded")]
    {
        let written = named(&headers, name);
        for others in [&PROXIES[..], &[]] {
            let mut trusted: Vec<_> = others.iter().filter_map(|text| text.parse().ok()).collect();
            trusted.push(peer.ip().to_canonical().into());
            let proxies = ProxyConfig { trusted, header };
            let behind = fuzzing::client(peer, &proxies, &headers);
            let elsewhere = Client { ip: client.ip, ..behind.clone() };
            assert_eq!(elsewhere, client, "a proxy tells the address and nothing else");
            about_the_way(peer, &proxies, name, &written, behind.ip);
        }
    }
}

/// What must hold of the address that comes of what a trusted peer wrote.
fn about_the_way(
    peer: SocketAddr,
    proxies: &ProxyConfig,
    name: &str,
    written: &[Header<'_>],
    answer: Option<IpAddr>,
) {
    let walk = |headers: &[Header<'_>]| fuzzing::client(peer, proxies, headers).ip;
    assert_eq!(walk(written), answer, "only {name} is read");
    // The peer has an address, so there is one.
    let address = answer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    assert_eq!(address, address.to_canonical(), "what is mapped is IPv4");
    let stands = written.iter().any(|(_, value)| addresses(value).contains(&address));
    assert!(stands || address == peer.ip().to_canonical(), "{address} is nowhere in {name}");

    let garbage: Header<'_> = (name.as_bytes(), b"unknown");
    let ended = walk(&[written, &[garbage]].concat());
    assert_eq!(ended, Some(peer.ip().to_canonical()), "nothing is read beyond what is no address");
    let is_proxy = proxies.trusted.iter().any(|network| network.contains(&address));
    // A way of nothing but proxies may go on to the left, but only with an address.
    let further = if is_proxy { &[][..] } else { &SOMEBODY };
    for left in NOBODY.iter().chain(further) {
        let line: Header<'_> = (name.as_bytes(), left.as_bytes());
        assert_eq!(walk(&[&[line], written].concat()), answer, "{left} on a line before");
        if let Some(((_, value), rest)) = written.split_first() {
            let value = [left.as_bytes(), b",", value].concat();
            let lines = [&[(name.as_bytes(), value.as_slice())], rest].concat();
            assert_eq!(walk(&lines), answer, "{left} before the first entry");
        }
    }
}

/// Every address that a text holds, however it is wrapped.
fn addresses(text: &[u8]) -> BTreeSet<IpAddr> {
    let text = String::from_utf8_lossy(text);
    let pieces = text.split(|c: char| !(c.is_ascii_hexdigit() || ".:".contains(c)));
    let without_port = |piece: &str| piece.rsplit_once(':').map(|(host, _)| host.to_owned());
    pieces
        .flat_map(|piece| [Some(piece.to_owned()), without_port(piece)])
        .filter_map(|piece| piece?.parse::<IpAddr>().ok())
        .map(|address| address.to_canonical())
        .collect()
}

fn about_the_device(client: &Client, agents: &[Header<'_>]) {
    match &client.user_agent {
        None => assert_eq!(client.device, None),
        Some(agent) => {
            assert!((1..=Client::MAX_USER_AGENT).contains(&agent.chars().count()), "{agent:?}");
            assert!(!agent.contains(char::is_control), "{agent:?}");
            let sent = agents.iter().any(|(_, value)| {
                let said = String::from_utf8_lossy(value);
                said.chars()
                    .filter(|c| !c.is_control())
                    .collect::<String>()
                    .contains(agent.as_str())
            });
            assert!(sent, "{agent:?} is in no header");
        }
    }
    if let Some(device) = &client.device {
        // Of the header, a device has a version of four digits and one of our own words.
        let plain = |c: char| c.is_ascii_alphanumeric() || " -".contains(c);
        assert!(device.len() <= Client::MAX_DEVICE && device.chars().all(plain), "{device:?}");
    }
}

/// The headers of one name.
fn named<'a>(headers: &[Header<'a>], name: &str) -> Vec<Header<'a>> {
    let is_it = |header: &&Header<'a>| header.0.eq_ignore_ascii_case(name.as_bytes());
    headers.iter().filter(is_it).copied().collect()
}

/// A name and a value.
fn header(line: &[u8]) -> Option<Header<'_>> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    Some((line[..colon].trim_ascii(), line[colon + 1..].trim_ascii()))
}
