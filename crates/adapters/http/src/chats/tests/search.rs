use bookplate_domain::sessions::SessionGrant;
use serde_json::{Value, json};

use super::{CHATS, chosen, world};
use crate::testing::{MINUTE, World, said};

async fn hits(world: &World, query: &str, ada: &SessionGrant) -> Vec<Value> {
    let list = world.get(&format!("{CHATS}/search?q={query}"), ada).await.is(200).json();
    list["data"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn a_hit_has_an_unchanged_piece_and_ranges_in_it() {
    let (world, ada) = world().await;
    let eve = world.visitor().await;
    let text = "👩‍💻 says: <b>PID</b> loops, Zoë!";
    world.append(chosen(1), &[said("q", "user", "Control?")], &ada).await.is(201);
    world.clock.advance(MINUTE);
    world.append(chosen(1), &[said("a", "assistant", text)], &ada).await.is(201);
    world.append(chosen(2), &[said("a", "user", text)], &eve).await.is(201);

    let found = hits(&world, "zoe+pid+lo", &ada).await;
    let [hit] = &found[..] else { panic!("{found:?}") };
    let ranges = hit["ranges"].as_array().unwrap();
    let units: Vec<u16> = text.encode_utf16().collect();
    let cut = |range: &Value| {
        let at = |end: &str| usize::try_from(range[end].as_u64().unwrap()).unwrap();
        String::from_utf16(&units[at("start")..at("end")]).unwrap()
    };
    assert_eq!(ranges.iter().map(cut).collect::<Vec<_>>(), ["PID", "loops", "Zoë"]);
    let at = world.app.now().to_string();
    assert_eq!(
        *hit,
        json!({
            "chatId": chosen(1).to_string(), "chatTitle": "Control?", "messageId": "a",
            "role": "assistant", "text": text, "ranges": ranges, "createdAt": at,
        })
    );
}

#[actix_web::test]
async fn titles_are_found_as_well() {
    let (world, ada) = world().await;
    let title = json!({ "id": chosen(1).to_string(), "title": "Über PID" });
    world.post_json(CHATS, title, Some(&ada)).await.is(201);
    let found = hits(&world, "uber", &ada).await;
    let at = world.app.now().to_string();
    let title = json!({
        "chatId": chosen(1).to_string(), "chatTitle": "Über PID", "messageId": null, "role": null,
        "text": "Über PID", "ranges": [{ "start": 0, "end": 4 }], "createdAt": at,
    });
    assert_eq!(found, [title]);
    assert_eq!(hits(&world, "pi%20", &ada).await, [""; 0], "a whole word is asked for");
    assert_eq!(hits(&world, "pi", &ada).await.len(), 1);
}
