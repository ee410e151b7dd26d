use bookplate_domain::shared::Client;

use super::*;

const APPLE: &str = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const BLINK: &str = "AppleWebKit/537.36 (KHTML, like Gecko)";

#[track_caller]
fn assert_name(user_agent: &str, name: &str) {
    assert_eq!(device_name(user_agent).as_deref(), Some(name), "{user_agent}");
}

#[test]
fn every_rule_can_be_read() {
    assert!(RULES.is_some());
}

#[test]
fn the_browsers_of_a_desk_have_names() {
    for (system, rest, name) in [
        ("X11; Linux x86_64", "Chrome/156.0.0.0 Safari/537.36", "Chrome 156 on Linux"),
        ("Windows NT 10.0; Win64; x64", "Chrome/156.0.0.0 Safari/537.36", "Chrome 156 on Windows"),
        ("X11; CrOS x86_64 14541.0.0", "Chrome/156.0.0.0 Safari/537.36", "Chrome 156 on ChromeOS"),
        (
            "Macintosh; Intel Mac OS X 10_15_7",
            "Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0",
            "Edge 156 on macOS",
        ),
        (
            "Windows NT 10.0; Win64; x64",
            "Chrome/155.0.0.0 Safari/537.36 OPR/125.0.0.0",
            "Opera 125 on Windows",
        ),
        (
            "Windows NT 10.0; Win64; x64",
            "Chrome/154.0.0.0 Safari/537.36 Vivaldi/7.6",
            "Vivaldi 7 on Windows",
        ),
        (
            "X11; Linux x86_64",
            "HeadlessChrome/156.0.0.0 Safari/537.36",
            "Headless Chrome 156 on Linux",
        ),
    ] {
        assert_name(&format!("Mozilla/5.0 ({system}) {BLINK} {rest}"), name);
    }
    for (system, name) in [
        ("X11; Linux x86_64", "Firefox 150 on Linux"),
        ("X11; Ubuntu; Linux x86_64", "Firefox 150 on Linux"),
        ("X11; FreeBSD amd64", "Firefox 150 on FreeBSD"),
        ("Windows NT 10.0; Win64; x64", "Firefox 150 on Windows"),
        ("Macintosh; Intel Mac OS X 10.15", "Firefox 150 on macOS"),
    ] {
        let agent = format!("Mozilla/5.0 ({system}; rv:150.0) Gecko/20100101 Firefox/150.0");
        assert_name(&agent, name);
    }
    let mac = format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {APPLE}");
    assert_name(&format!("{mac} Version/26.1 Safari/605.1.15"), "Safari 26 on macOS");
    assert_name(&format!("{mac} Version/26.1 Safari/605.1.15 Ddg/26.1"), "DuckDuckGo 26 on macOS");
}

#[test]
fn the_browsers_of_a_hand_have_names() {
    let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X)";
    for (rest, name) in [
        ("Version/26.1 Mobile/15E148 Safari/604.1", "Safari 26 on iPhone"),
        ("CriOS/156.0.7390.41 Mobile/15E148 Safari/604.1", "Chrome 156 on iPhone"),
        ("FxiOS/150.0 Mobile/15E148 Safari/605.1.15", "Firefox 150 on iPhone"),
        ("Version/18.0 EdgiOS/156.0.0.0 Mobile/15E148 Safari/605.1.15", "Edge 156 on iPhone"),
        ("GSA/390.0.1 Mobile/15E148 Safari/604.1", "Google app 390 on iPhone"),
        ("Mobile/15E148 [FBAN/FBIOS;FBAV/530.0.0.1;FBBV/1]", "Facebook app 530 on iPhone"),
        ("Mobile/15E148", "iPhone"),
    ] {
        assert_name(&format!("{iphone} {APPLE} {rest}"), name);
    }
    let ipad = "Mozilla/5.0 (iPad; CPU OS 18_7 like Mac OS X)";
    let rest = "Version/26.0 Mobile/15E148 Safari/604.1";
    assert_name(&format!("{ipad} {APPLE} {rest}"), "Safari 26 on iPad");

    let android = format!("Mozilla/5.0 (Linux; Android 10; K) {BLINK}");
    for (rest, name) in [
        ("Chrome/156.0.0.0 Mobile Safari/537.36", "Chrome 156 on Android"),
        ("Chrome/156.0.0.0 Mobile Safari/537.36 EdgA/156.0.0.0", "Edge 156 on Android"),
        (
            "SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36",
            "Samsung Internet 29 on Android",
        ),
    ] {
        assert_name(&format!("{android} {rest}"), name);
    }
    let firefox = "Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0";
    assert_name(firefox, "Firefox 150 on Android");
    let view = format!("Mozilla/5.0 (Linux; Android 16; Pixel 9 Build/X; wv) {BLINK} Version/4.0");
    assert_name(
        &format!("{view} Chrome/156.0.0.0 Mobile Safari/537.36"),
        "Android WebView 156 on Android",
    );
}

#[test]
fn a_program_without_a_browser_has_a_plain_name_if_it_is_well_known() {
    for (agent, name) in [
        ("curl/8.16.0", "curl 8"),
        ("python-requests/2.32.5", "python-requests 2"),
        ("Go-http-client/2.0", "Go-http-client 2"),
        ("PostmanRuntime/7.49.0", "Postman 7"),
        ("Wget/1.25.0 (linux-gnu)", "Wget 1"),
        ("Dart/3.9 (dart:io)", "Dart 3"),
    ] {
        assert_name(agent, name);
    }
}

#[test]
fn what_nobody_knows_has_no_name() {
    for agent in [
        "",
        "node",
        "Mozilla/5.0",
        "shop/1.0",
        "<script>alert(1)</script>",
        "x curl/8.0",
        "Chrome/x",
        "Firefox",
    ] {
        assert_eq!(device_name(agent), None, "{agent}");
    }
}

#[test]
fn a_version_that_is_none_is_cut() {
    assert_name("curl/99999999999999999999", "curl 9999");
}

proptest::proptest! {
    #[test]
    fn a_name_is_short_and_of_plain_words_whatever_is_sent(
        front in "[ -~]{0,60}",
        name in proptest::sample::select(vec!["Chrome/", "Version/1 Safari/", "Edg/", "curl/", "Opera/"]),
        back in "[ -~]{0,60}",
    ) {
        if let Some(name) = device_name(&format!("{front}{name}{back}")) {
            let plain = |c: char| c.is_ascii_alphanumeric() || " .-".contains(c);
            proptest::prop_assert!(name.chars().all(plain), "{}", name);
            proptest::prop_assert!(name.len() <= Client::MAX_DEVICE);
        }
    }
}
