//! The proxies in front of the service, in the section `server`.

use std::net::IpAddr;

use bookplate_http::ProxyHeader;
use ipnet::IpNet;

use super::{
    Problem,
    rules::demand,
    setting::{Setting, Written},
    values::named,
};

/// The length of the largest network that is nobody's but ours: fc00::/7 (RFC 4193).
const SHORTEST_PREFIX: u8 = 7;

/// How many bits of a mapped address say that it is one (RFC 4291, 2.5.5.2).
const MAPPED_PREFIX: u8 = 96;

/// Who is believed when they say for whom they send a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedProxies(pub Vec<IpNet>);

impl Setting for TrustedProxies {
    const EXPECTED: &'static str = "a list of IP addresses and networks such as 10.0.0.0/8, which \
                                    is not written 10.0.0.1/8, or 2001:db8::1";

    fn read(written: &Written) -> Option<Self> {
        written.texts()?.into_iter().map(network).collect::<Option<_>>().map(Self)
    }

    fn write(&self) -> Written {
        Written::List(self.0.iter().map(IpNet::to_string).collect())
    }
}

/// A network, or the one of a single address. What is mapped into IPv6 is IPv4, as the addresses
/// of clients are.
fn network(text: &str) -> Option<IpNet> {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let network = match length {
        Some(length) if length.bytes().all(|byte| byte.is_ascii_digit()) => {
            IpNet::new(address, length.parse().ok()?).ok()?
        }
        Some(_) => return None,
        None => address.into(),
    };
    // Bits behind the length are a mistake, and which one nobody knows: 10.0.0.1/8 may be one
    // address or sixteen million.
    (network.network() == address).then(|| unmapped(network))
}

fn unmapped(network: IpNet) -> IpNet {
    let address = network.network().to_canonical();
    match network.prefix_len().checked_sub(MAPPED_PREFIX) {
        Some(length) if address.is_ipv4() => IpNet::new(address, length).unwrap_or(network),
        _ => network,
    }
}

named!(ProxyHeader, "x-forwarded-for or forwarded", {
    "x-forwarded-for" => ProxyHeader::XForwardedFor,
    "forwarded" => ProxyHeader::Forwarded,
});

/// Refuses to believe everybody.
pub fn check(proxies: &TrustedProxies) -> Result<(), Problem> {
    demand(
        proxies.0.iter().all(|network| network.prefix_len() >= SHORTEST_PREFIX),
        "server.trusted_proxies",
        "must not hold so many addresses: then anybody could say to be anywhere",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<String>> {
        let read = TrustedProxies::read(&Written::Text(text.to_owned()))?;
        Some(read.0.iter().map(IpNet::to_string).collect())
    }

    #[test]
    fn addresses_and_networks_are_read_from_lists_and_between_commas() {
        let four = ["10.0.0.0/8", "192.0.2.1/32", "2001:db8::/32", "2001:db8:1::1/128"];
        let written = "10.0.0.0/8, 192.0.2.1,2001:DB8::/32 , 2001:db8:1:0::1";
        assert_eq!(read(written).unwrap(), four);
        let list = Written::List(written.split(',').map(|one| one.trim().to_owned()).collect());
        let proxies = TrustedProxies::read(&list).unwrap();
        assert_eq!(proxies, TrustedProxies::read(&proxies.write()).unwrap());
        for empty in ["", " "] {
            assert!(read(empty).unwrap().is_empty());
        }
    }

    #[test]
    fn what_is_mapped_into_ipv6_is_ipv4() {
        assert_eq!(read("::ffff:192.0.2.1").unwrap(), ["192.0.2.1/32"]);
        assert_eq!(read("::ffff:10.0.0.0/104").unwrap(), ["10.0.0.0/8"]);
        assert_eq!(read("::ffff:0:0/96").unwrap(), ["0.0.0.0/0"]);
    }

    #[test]
    fn whatever_is_no_network_is_refused() {
        for text in [
            "localhost",
            "*",
            "private",
            "10.0.0.0/",
            "10.0.0.0/33",
            "10.0.0.0/+8",
            "10.0.0.0/8/8",
            "10.0.0.0/255.0.0.0",
            "10.0.0.1/8",
            "010.0.0.1",
            "10.0.0",
            "10.*",
            "10.0.0.1:80",
            "10.0.0.1-10.0.0.9",
            "2001:db8::/129",
            "2001:db8::1/64",
            "[2001:db8::1]",
            "fe80::1%eth0",
            "10.0.0.1,",
            ",10.0.0.1",
            "10.0.0.1 10.0.0.2",
        ] {
            assert_eq!(read(text), None, "{text}");
            assert_eq!(TrustedProxies::read(&Written::List(vec![text.to_owned()])), None, "{text}");
        }
        assert_eq!(TrustedProxies::read(&Written::Flag(true)), None);
    }

    #[test]
    fn nobody_trusts_everybody() {
        for text in ["0.0.0.0/0", "::/0", "10.0.0.0/8,::ffff:0:0/96", "0.0.0.0/1,128.0.0.0/1"] {
            let proxies = TrustedProxies::read(&Written::Text(text.to_owned())).unwrap();
            check(&proxies).unwrap_err();
        }
        for text in ["", "0.0.0.0", "::", "10.0.0.0/8", "fc00::/7"] {
            let proxies = TrustedProxies::read(&Written::Text(text.to_owned())).unwrap();
            check(&proxies).unwrap();
        }
    }
}
