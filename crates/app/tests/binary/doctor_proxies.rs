//! The doctor behind a real proxy that treats the header with the addresses in every way there is.

use crate::{
    doctor::{insist_on, operator},
    haproxy::HaProxy,
    process::GOOD_SECRET,
};

const APPENDS: &str = "option forwardfor";
const OVERWRITES: &str = "http-request set-header X-Forwarded-For %[src]";
const PASSES: &str = "";
const DROPS: &str = "http-request del-header X-Forwarded-For";

/// Insists on what is said of a proxy with these lines, where these are trusted.
fn behind(trusted: &str, cases: &[(&str, &str, &str)]) {
    let operator = operator().with("secret", GOOD_SECRET).with("server.trusted_proxies", trusted);
    let service = operator.serve();
    let mut operator = operator;
    for (lines, status, says) in cases {
        let proxy = HaProxy::start(service.address(), lines);
        operator = operator.with("server.public_url", &proxy.url());
        let ran = operator.run(&["doctor", "--json"]);
        insist_on(&ran, "proxies", status, says);
        insist_on(&ran, "jwks", "ok", "those of this database");
    }
    assert_eq!(operator.run(&["users", "list"]).succeeded(), "");
}

#[test]
fn a_trusted_proxy_has_to_say_for_whom_it_asks_and_not_what_it_was_told() {
    behind(
        HaProxy::SOURCE,
        &[
            (APPENDS, "ok", "saw 127.0.0.1, which is this machine"),
            (OVERWRITES, "ok", "saw 127.0.0.1, which is this machine"),
            (PASSES, "error", "clients choose their address"),
            (DROPS, "warning", "it does not say for whom it asks"),
        ],
    );
}

#[test]
fn a_proxy_that_is_not_trusted_is_told_by_its_address() {
    behind(
        "",
        &[
            (APPENDS, "warning", "saw 127.0.0.3, which is no client"),
            (PASSES, "warning", "name it in server.trusted_proxies"),
        ],
    );
}

#[test]
fn from_a_trusted_address_it_cannot_be_told() {
    behind(
        "127.0.0.0/8",
        &[
            (APPENDS, "warning", "is itself among server.trusted_proxies"),
            (OVERWRITES, "ok", "which is this machine"),
        ],
    );
}
