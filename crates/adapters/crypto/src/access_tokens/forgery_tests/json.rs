use super::*;

impl Scene {
    /// The header and the claims as text, with `more` before the end.
    fn header_text(&self, more: &str) -> String {
        let text = self.header.to_string();
        format!("{}{more}}}", text.strip_suffix('}').unwrap())
    }

    fn payload_text(&self, more: &str) -> String {
        let text = self.payload.to_string();
        format!("{}{more}}}", text.strip_suffix('}').unwrap())
    }
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    let scene = Scene::new();
    let (header, payload) = (scene.header_text(""), scene.payload_text(""));
    for (object, in_header) in [(&scene.header, true), (&scene.payload, false)] {
        for (key, value) in object.as_object().unwrap() {
            let escaped = format!("\\u{:04x}{}", u32::from(key.as_bytes()[0]), &key[1..]);
            for key in [key, &escaped] {
                let twice = format!(",\"{key}\":{value}");
                let token = if in_header {
                    scene.signed_text(scene.header_text(&twice), &payload)
                } else {
                    scene.signed_text(&header, scene.payload_text(&twice))
                };
                scene.refuses(&token, key);
            }
        }
    }
    let other = scene.signed_text(&header, scene.payload_text(",\"role\":\"admin\""));
    scene.refuses(&other, "role");
}

#[test]
fn what_is_not_one_json_object_is_refused() {
    let scene = Scene::new();
    let (header, payload) = (scene.header_text(""), scene.payload_text(""));
    let values: Vec<Value> = scene.payload.as_object().unwrap().values().cloned().collect();
    let broken = |good: &str| {
        [
            Vec::new(),
            b"null".to_vec(),
            b"{}".to_vec(),
            b"[]".to_vec(),
            format!("[{good}]").into_bytes(),
            json!(good).to_string().into_bytes(),
            json!(values).to_string().into_bytes(),
            format!("{good}{good}").into_bytes(),
            format!("{good}\0").into_bytes(),
            format!("\u{feff}{good}").into_bytes(),
            format!("{good}/**/").into_bytes(),
            good.replace('"', "'").into_bytes(),
            good.replace(':', ":,").into_bytes(),
            good.replace('}', ",}").into_bytes(),
            good.as_bytes()[..good.len() - 1].to_vec(),
            good.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            b"\x1f\x8b\x08\x00\x00\x00\x00\x00".to_vec(),
        ]
    };
    for text in broken(&header) {
        scene.refuses(&scene.signed_text(text, &payload), "header");
    }
    for text in broken(&payload) {
        scene.refuses(&scene.signed_text(&header, text), "payload");
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_refused() {
    let scene = Scene::new();
    for bytes in [&b"\xff"[..], b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\x80"] {
        let text = [b",\"more\":\"", bytes, b"\"}"].concat();
        let behind = |json: &str| [json.strip_suffix('}').unwrap().as_bytes(), &text].concat();
        let (header, payload) = (scene.header_text(""), scene.payload_text(""));
        scene.refuses(&scene.signed_text(behind(&header), &payload), "header");
        // A claim that we do not know is not looked at.
        scene.accepts(&scene.signed_text(&header, behind(&payload)));
        let name = scene.payload.to_string().replace("Ada", "A?a").into_bytes();
        let at = name.windows(3).position(|three| three == b"A?a").unwrap();
        let named = [&name[..at], bytes, &name[at + 3..]].concat();
        scene.refuses(&scene.signed_text(&header, named), "name");
    }
}

#[test]
fn no_depth_hurts() {
    let scene = Scene::new();
    let (header, payload) = (scene.header_text(""), scene.payload_text(""));
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        for depth in [200, 600] {
            let (open, close) = (open.repeat(depth), close.repeat(depth));
            let deep = format!(",\"more\":{open}1{close}");
            scene.refuses(&scene.signed_text(scene.header_text(&deep), &payload), "header");
            scene.accepts(&scene.signed_text(&header, scene.payload_text(&deep)));
            let name = format!("{open}1{close}");
            let named = scene.payload.to_string().replace("\"Ada\"", &name);
            scene.refuses(&scene.signed_text(&header, named), "name");
            scene.refuses(&scene.signed_text(&header, &open), "never closed");
            scene.refuses(&scene.signed_text(&open, &payload), "never closed");
        }
    }
}
