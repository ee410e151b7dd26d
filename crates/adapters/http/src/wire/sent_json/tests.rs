use super::*;

fn sent(text: &str) -> Result<SentJson, Problem> {
    SentJson::of_body(Bytes::copy_from_slice(text.as_bytes()))
}

#[test]
fn a_body_comes_apart_without_a_byte_being_changed() {
    let body =
        sent(r#" { "a" : [ {"b":1.0e2 , "c":"\u00e9\ud83d\ude00"}, null ], "d":"x" } "#).unwrap();
    let members = body.members().unwrap();
    assert_eq!(members.keys().collect::<Vec<_>>(), ["a", "d"]);
    let items = members["a"].items().unwrap();
    assert_eq!(items[0].as_str(), r#"{"b":1.0e2 , "c":"\u00e9\ud83d\ude00"}"#);
    assert!(items[1].is_null() && !items[0].is_null());
    assert_eq!(items[0].members().unwrap()["b"].as_str(), "1.0e2");
    assert_eq!(members["d"].value(), Some("x".into()));
    assert!(members["a"].members().is_none() && members["d"].items().is_none());
}

#[test]
fn half_a_surrogate_pair_and_a_number_beyond_all_bounds_are_the_fault_of_a_field() {
    for text in [r#"{"a":"\ud83d"}"#, r#"{"a":["x\udc00y"]}"#, r#"{"a":1e999}"#] {
        let members = sent(text).unwrap().members().unwrap();
        assert_eq!(members["a"].value(), None, "{text}");
    }
    let members = sent(r#"{"\ud83d":1}"#).unwrap().members().unwrap();
    assert!(members.keys().all(|name| name.contains('\u{fffd}')), "{members:?}");
}

#[test]
fn what_is_no_json_or_could_be_read_two_ways_is_refused() {
    let deep = format!("{}{}", "[".repeat(33), "]".repeat(33));
    for text in [
        "",
        "{",
        "{\"a\":}",
        "{\"a\":\"\\ud83\"}",
        "{\"a\":1}x",
        "{'a':1}",
        "{\"a\":01}",
        "[1,]",
        r#"{"a":1,"a":2}"#,
        r#"{"x":[{"a":1,"\u0061":2}]}"#,
        &deep,
        "\u{feff}{}",
    ] {
        assert!(sent(text).is_err(), "{text}");
    }
    assert!(SentJson::of_body(Bytes::from_static(b"{\"a\":\"\xff\"}")).is_err());
    // Where something else is wrong too, no member is taken that stands twice.
    assert!(sent(r#"{"a":"\ud83d","a":1}"#).unwrap().members().is_none());
}

proptest::proptest! {
    #[test]
    fn what_is_taken_is_what_was_sent(text in "(?s).{0,60}") {
        let body = serde_json::json!({ "a": { "b": &text } }).to_string();
        let members = sent(&body).unwrap().members().unwrap();
        let inner = members["a"].members().unwrap();
        proptest::prop_assert_eq!(inner["b"].as_str(), serde_json::json!(&text).to_string());
    }
}
