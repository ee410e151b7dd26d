use super::*;

fn fields(value: Value) -> Fields {
    match value {
        Value::Object(values) => Fields::new(values),
        other => panic!("not an object: {other}"),
    }
}

#[test]
fn only_true_and_false_are_true_and_false() {
    let mut read = fields(serde_json::json!({ "a": true, "b": false, "c": null }));
    assert_eq!(
        ["a", "b", "c", "d"].map(|name| read.optional_bool(name)),
        [Some(Some(true)), Some(Some(false)), Some(None), Some(None)]
    );
    for wrong in [serde_json::json!("true"), 1.into(), [true].as_slice().into()] {
        let mut read = fields(serde_json::json!({ "a": wrong }));
        assert_eq!(read.optional_bool("a"), None);
        assert!(read.finish(|| Some(())).is_err());
    }
}

#[test]
fn what_is_missing_is_told_from_what_is_null() {
    let text = |text: &str| Ok(text.to_owned());
    let body = serde_json::json!({ "a": "x", "b": null });
    let mut read = fields(body.clone());
    assert_eq!(read.clearable_text("a", text), Some(Some(Some("x".to_owned()))));
    assert_eq!(read.clearable_text("b", text), Some(Some(None)));
    assert_eq!(read.clearable_text("c", text), Some(None));
    assert!(read.finish(|| Some(())).is_ok());

    let mut read = fields(body);
    assert_eq!(read.changed_text("a", text), Some(Some("x".to_owned())));
    assert_eq!(read.changed_text("c", text), Some(None));
    assert_eq!(read.changed_text("b", text), None, "it cannot be taken away");
    let refused = format!("{:?}", read.finish(|| Some(())).unwrap_err());
    assert!(refused.contains("\"b\"") && refused.contains("Required"), "{refused}");
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let mut read = fields(serde_json::json!({ "a": 1, "b": "no", "d": "?", "e": null }));
    let refuse = |_: &str| Err::<(), _>(Invalid::new(FieldCode::TooShort, "too short"));
    assert!(read.text("a", refuse).is_none());
    assert!(read.text("b", refuse).is_none());
    assert!(read.text("c", refuse).is_none());
    assert!(read.text("e", refuse).is_none());
    assert_eq!(read.optional_text("f", refuse), Some(None));
    let body = format!("{:?}", read.finish(|| Some(())).unwrap_err());
    for code in ["InvalidFormat", "TooShort", "Required", "UnknownField"] {
        assert!(body.contains(code), "{code} in {body}");
    }
}
