use std::net::{IpAddr, Ipv4Addr};

use super::finding::{Finding, Status};

/// Whom the request says that it is from: an address that is nobody's (RFC 5737).
pub(super) const FORGED: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 66));

/// Which address the service believed, and what is known of it here.
pub(super) struct Seen {
    pub address: IpAddr,
    /// Whether it is one of the trusted proxies'.
    pub is_trusted: bool,
    /// From where this machine connected, and whether that is a trusted proxy's address.
    pub own: Option<(IpAddr, bool)>,
    /// Who was connected to.
    pub peer: Option<IpAddr>,
}

impl Seen {
    pub fn finding(&self, name: &'static str) -> Finding {
        let (status, detail) = self.verdict();
        Finding::new(status, name, detail)
    }

    fn verdict(&self) -> (Status, String) {
        let Self { address, is_trusted, own, peer } = *self;
        let own_is_trusted = own.is_some_and(|(_, trusted)| trusted);
        if own.is_some_and(|(own, _)| own == address) {
            return (Status::Ok, format!("the service saw {address}, which is this machine"));
        }
        if address == FORGED && own_is_trusted {
            return (
                Status::Warning,
                "this machine is itself among server.trusted_proxies, so it is believed whatever it \
                 says: ask from another one"
                    .to_owned(),
            );
        }
        if address == FORGED {
            return (
                Status::Error,
                format!(
                    "the service believed {FORGED}, which was made up: clients choose their \
                     address, and so their limits; let the proxy overwrite the header or add to it, \
                     and trust nobody in server.trusted_proxies but proxies that do"
                ),
            );
        }
        if is_trusted {
            return (
                Status::Warning,
                format!(
                    "the service saw {address}, a trusted proxy: it does not say for whom it asks, \
                     so all clients share its limits; let it write the header of \
                     server.proxy_header"
                ),
            );
        }
        if peer == Some(address) || is_internal(address) {
            return (
                Status::Warning,
                format!(
                    "the service saw {address}, which is no client but looks like a proxy: if it is \
                     yours, name it in server.trusted_proxies"
                ),
            );
        }
        (Status::Ok, format!("the service saw {address}, and not what the request said"))
    }
}

/// Whether nobody out there has this address.
fn is_internal(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "203.0.113.9";
    const PEER: &str = "198.51.100.1";

    fn status(address: &str, is_trusted: bool, own_is_trusted: bool) -> Status {
        let parse = |text: &str| text.parse::<IpAddr>().unwrap();
        let own = Some((parse(OWN), own_is_trusted));
        let seen = Seen { address: parse(address), is_trusted, own, peer: Some(parse(PEER)) };
        seen.verdict().0
    }

    #[test]
    fn whoever_is_believed_must_not_be_made_up() {
        assert_eq!(status("192.0.2.66", false, false), Status::Error);
        assert_eq!(status("192.0.2.66", false, true), Status::Warning);
        assert_eq!(status(OWN, false, false), Status::Ok);
        assert_eq!(status(OWN, true, true), Status::Ok);
    }

    #[test]
    fn a_proxy_is_no_client() {
        assert_eq!(status("10.0.0.2", true, false), Status::Warning);
        assert_eq!(status("10.0.0.2", false, false), Status::Warning);
        assert_eq!(status("fd00::2", false, false), Status::Warning);
        assert_eq!(status("127.0.0.1", false, false), Status::Warning);
        assert_eq!(status(PEER, false, false), Status::Warning);
        // A network whose addresses are translated.
        assert_eq!(status("203.0.113.77", false, false), Status::Ok);
    }
}
