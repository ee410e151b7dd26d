use std::net::{IpAddr, SocketAddr};

use bookplate_domain::shared::Client;
use bookplate_http::fuzzing;

const PEER: SocketAddr =
    SocketAddr::new(IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 7)), 4711);

/// The first line is the address of the peer, if it is one; the others are headers of its request.
///
/// No proxy is trusted, so no header says where a request came from: not `Forwarded`, not
/// `X-Forwarded-For`, nor one that nobody has thought of. Only the `User-Agent` says with what.
pub fn forwarded_headers(data: &[u8]) {
    let mut lines = data.split(|byte| *byte == b'\n').peekable();
    let first = lines.peek().and_then(|line| std::str::from_utf8(line).ok()?.trim().parse().ok());
    let peer: SocketAddr = first.unwrap_or(PEER);
    let headers: Vec<(&[u8], &[u8])> = lines.filter_map(header).collect();

    let client = fuzzing::client(peer, &headers);
    assert_eq!(client.ip, Some(peer.ip().to_canonical()), "no header names the caller");
    assert_eq!(client.request_id, None, "no handler takes a name from a header");
    let agents: Vec<_> = headers
        .iter()
        .copied()
        .filter(|(name, _)| name.eq_ignore_ascii_case(b"user-agent"))
        .collect();
    assert_eq!(client, fuzzing::client(peer, &agents), "nothing but the User-Agent counts");

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

/// A name and a value.
fn header(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    Some((line[..colon].trim_ascii(), line[colon + 1..].trim_ascii()))
}
