use std::{net::SocketAddr, num::NonZeroU32};

use actix_web::{
    FromRequest,
    dev::Payload,
    http::{Method, StatusCode},
    test::TestRequest,
};
use bookplate_domain::limits::Rule;
use bookplate_testkit::doubles::PlainLimiter;

use super::*;
use crate::{
    HttpConfig,
    edge::RequestClient,
    testing::{MINUTE, World, config, policy},
};

/// The proxies of these tests: a network of each family, and one more address.
fn proxies(header: ProxyHeader) -> ProxyConfig {
    let trusted = ["10.0.0.0/8", "2001:db8:aaaa::/48", "192.0.2.1/32"];
    ProxyConfig { trusted: trusted.map(|network| network.parse().unwrap()).to_vec(), header }
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn request(peer: &str, name: &'static str, lines: &[&str]) -> TestRequest {
    let mut request = TestRequest::default().peer_addr(SocketAddr::new(ip(peer), 4711));
    for line in lines {
        let value = HeaderValue::from_bytes(line.as_bytes()).unwrap();
        request = request.append_header((name, value));
    }
    request
}

fn resolved(header: ProxyHeader, peer: &str, name: &'static str, lines: &[&str]) -> IpAddr {
    let request = request(peer, name, lines).to_http_request();
    behind_proxies(ip(peer), request.headers(), &proxies(header))
}

fn x_forwarded_for(peer: &str, lines: &[&str]) -> IpAddr {
    resolved(ProxyHeader::XForwardedFor, peer, "x-forwarded-for", lines)
}

fn forwarded(peer: &str, lines: &[&str]) -> IpAddr {
    resolved(ProxyHeader::Forwarded, peer, "forwarded", lines)
}

#[test]
fn only_a_trusted_peer_is_believed() {
    for (peer, is) in [
        ("10.0.0.1", "198.51.100.7"),
        ("192.0.2.1", "198.51.100.7"),
        ("::ffff:10.0.0.1", "198.51.100.7"),
        ("2001:db8:aaaa::1", "198.51.100.7"),
        ("192.0.2.2", "192.0.2.2"),
        ("11.0.0.1", "11.0.0.1"),
        ("::ffff:11.0.0.1", "11.0.0.1"),
        ("2001:db8:aaab::1", "2001:db8:aaab::1"),
        ("::10.0.0.1", "::10.0.0.1"),
    ] {
        assert_eq!(x_forwarded_for(peer, &["198.51.100.7"]), ip(is), "{peer}");
        assert_eq!(forwarded(peer, &["for=198.51.100.7"]), ip(is), "{peer}");
    }
    assert_eq!(x_forwarded_for("10.0.0.1", &[]), ip("10.0.0.1"));
}

#[test]
fn the_first_from_the_right_that_is_no_proxy_is_the_client() {
    for lines in [
        &["198.51.100.7"][..],
        &["203.0.113.9, 198.51.100.7"],
        &["203.0.113.9,198.51.100.7,10.0.0.2"],
        &["203.0.113.9, 198.51.100.7, 10.0.0.2, 2001:db8:aaaa::5,192.0.2.1"],
        &["10.9.9.9, 203.0.113.9, 198.51.100.7"],
        &["unknown, 198.51.100.7", "10.0.0.2"],
        &["203.0.113.9", "198.51.100.7", "10.0.0.2, 10.0.0.3"],
        &["\"; for=[::1], \u{e9},,, 198.51.100.7\t,\t10.0.0.2 "],
    ] {
        assert_eq!(x_forwarded_for("10.0.0.1", lines), ip("198.51.100.7"), "{lines:?}");
    }
}

#[test]
fn a_way_of_proxies_alone_begins_at_the_leftmost() {
    let lines = ["10.0.0.4, 10.0.0.3", "10.0.0.2"];
    assert_eq!(x_forwarded_for("10.0.0.1", &lines), ip("10.0.0.4"));
}

#[test]
fn at_what_is_no_address_the_walk_ends_with_the_proxy_that_wrote_it() {
    let longest = format!("{}198.51.100.7", " ".repeat(1020));
    for garbage in [
        "",
        " ",
        "unknown",
        "_hidden",
        "localhost",
        "198.51.100",
        "198.51.100.7.8",
        "198.51.100.007",
        "0xC6336407",
        "3325256711",
        "198.51.100.7:",
        "198.51.100.7:99999",
        "198.51.100.7:+80",
        "198.51.100.7:80:80",
        "198.51.100.7/32",
        "198.51.100.7 10.0.0.2",
        "\"198.51.100.7\"",
        "[198.51.100.7]",
        "[2001:db8::7",
        "2001:db8::7]",
        "[2001:db8::7]80",
        "[2001:db8::7]:",
        "[]",
        "fe80::7%1",
        "[fe80::7%1]:80",
        "for=198.51.100.7",
        "\u{661}98.51.100.7",
        &longest,
    ] {
        let lines = [format!("203.0.113.9, {garbage}, 10.0.0.2")];
        let lines = lines.each_ref().map(String::as_str);
        assert_eq!(x_forwarded_for("10.0.0.1", &lines), ip("10.0.0.2"), "{garbage:?}");
        assert_eq!(x_forwarded_for("10.0.0.1", &["203.0.113.9", garbage]), ip("10.0.0.1"));
    }
}

#[test]
fn an_address_may_have_a_port_and_brackets_and_be_mapped() {
    for (entry, is) in [
        ("198.51.100.7:80", "198.51.100.7"),
        ("198.51.100.7:65535", "198.51.100.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("2001:DB8:0:0::7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:db8::7]:80", "2001:db8::7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("[::ffff:c633:6407]:80", "198.51.100.7"),
    ] {
        assert_eq!(x_forwarded_for("10.0.0.1", &["203.0.113.9", entry]), ip(is), "{entry}");
        let element = format!("for=\"{entry}\"");
        assert_eq!(forwarded("10.0.0.1", &["for=203.0.113.9", &element]), ip(is), "{entry}");
    }
    // A proxy that is spelled as a mapped address is a proxy.
    let mapped = ["198.51.100.7, ::ffff:10.0.0.2"];
    assert_eq!(x_forwarded_for("10.0.0.1", &mapped), ip("198.51.100.7"));
}

#[test]
fn an_element_of_forwarded_has_its_for_anywhere_and_in_any_spelling() {
    for element in [
        "for=198.51.100.7",
        "For=\"198.51.100.7\"",
        "FOR=\"198.51.100.7:4711\"",
        "by=10.0.0.1;for=198.51.100.7;proto=https",
        "proto=https; host=\"api.example.com:443\" ;by=_edge; for=198.51.100.7",
        ";for=198.51.100.7;",
        "secret=\"a=b\";for=198.51.100.7",
    ] {
        let lines = ["for=203.0.113.9, for=_hidden", element, "for=10.0.0.2;by=10.0.0.1"];
        assert_eq!(forwarded("10.0.0.1", &lines), ip("198.51.100.7"), "{element}");
    }
}

#[test]
fn an_element_of_forwarded_without_one_clear_for_ends_the_walk() {
    for element in [
        "",
        ";",
        "for",
        "for=",
        "for=\"\"",
        "for=unknown",
        "for=\"_hidden\"",
        "198.51.100.7",
        "proto=https;by=198.51.100.7",
        "for=198.51.100.7;for=203.0.113.9",
        "for=198.51.100.7;For=198.51.100.7",
        "for=198.51.100.7;proto",
        "for = 198.51.100.7",
        "for=\"198.51.100.7",
        "for=198.51.100.7\"",
        "for=\"198\\.51.100.7\"",
        "for=198.51.100.7;x=a\"b\"",
        "for=198.51.100.7;x=\"a\"b\"",
        "for=198.51.100.7;x=\"a\\\"b\"",
        "for=198.51.100.7;x=\"a,b\"",
        "x=\"a;for=198.51.100.7;b\"",
        "wherefor=198.51.100.7",
    ] {
        let lines = ["for=203.0.113.9", element, "for=10.0.0.2"];
        assert_eq!(forwarded("10.0.0.1", &lines), ip("10.0.0.2"), "{element}");
    }
}

#[test]
fn a_quotation_mark_that_a_client_left_open_swallows_nothing() {
    for own in ["for=198.51.100.7", "for=\"198.51.100.7:80\";host=\"api.example.com\""] {
        for sent in ["for=\"", "for=203.0.113.9;x=\"", "x=\"\\", "for=\"203.0.113.9, x=\""] {
            let line = format!("{sent}, {own}");
            assert_eq!(forwarded("10.0.0.1", &[&line]), ip("198.51.100.7"), "{line}");
        }
    }
}

#[test]
fn only_the_header_that_the_proxies_write_is_read() {
    let peer = "10.0.0.1";
    let other = resolved(ProxyHeader::Forwarded, peer, "x-forwarded-for", &["198.51.100.7"]);
    assert_eq!(other, ip(peer));
    for name in ["forwarded", "x-real-ip", "x-client-ip", "x-forwarded-host"] {
        for value in ["for=198.51.100.7", "198.51.100.7"] {
            let other = resolved(ProxyHeader::XForwardedFor, peer, name, &[value]);
            assert_eq!(other, ip(peer), "{name}: {value}");
        }
    }
}

#[test]
fn a_chain_is_followed_for_so_many_hops_and_no_further() {
    let chain = |hops: usize| {
        let proxies = (2..=hops).rev().map(|hop| format!(", 10.0.0.{hop}")).collect::<String>();
        x_forwarded_for("10.0.0.1", &[&format!("198.51.100.7{proxies}")])
    };
    assert_eq!(chain(MOST_HOPS), ip("198.51.100.7"));
    assert_eq!(chain(MOST_HOPS + 1), ip("10.0.0.33"));
}

#[test]
fn it_is_decided_once_for_a_request() {
    let request = request("10.0.0.1", "x-forwarded-for", &["198.51.100.7"])
        .app_data(Data::new(proxies(ProxyHeader::XForwardedFor)))
        .to_http_request();
    assert_eq!(client_address(&request), Some(ip("198.51.100.7")));
    let kept = request.extensions().get::<ClientAddress>().unwrap().0;
    assert_eq!(kept, ip("198.51.100.7"));
    let client = RequestClient::from_request(&request, &mut Payload::None).into_inner().unwrap().0;
    assert_eq!(client.ip, Some(kept));
}

#[actix_web::test]
async fn limits_count_whom_a_trusted_proxy_names() {
    let config = HttpConfig { proxies: proxies(ProxyHeader::XForwardedFor), ..config() };
    let limits = PlainLimiter::default().with(Rule::LogIn, NonZeroU32::MIN, MINUTE);
    let world = World::build(limits, |_| (), policy(), config).await;
    let mut statuses = Vec::new();
    for (peer, value) in [
        ("10.0.0.1", "198.51.100.7"),
        ("10.0.0.2", "203.0.113.9, 198.51.100.7"),
        ("10.0.0.1", "198.51.100.8"),
        ("203.0.113.1", "198.51.100.9"),
        ("203.0.113.1", "198.51.100.10"),
    ] {
        let body = serde_json::json!({ "email": "ada@example.com", "password": "wrong" });
        let request = request(peer, "x-forwarded-for", &[value]).method(Method::POST);
        let request = request.uri("/api/v1/auth/login").set_json(body);
        statuses.push(world.send(request).await.status);
    }
    let (judged, limited) = (StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(statuses, [judged, limited, judged, judged, limited]);
}
