//! A search finds what was written, in any script, where it stands, and nobody else's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::collections::BTreeSet;

use journeys::{
    ChatClient, Client, Database, Options, Service, chat_id, encoded, on_both_databases, question,
    texts,
};
use serde_json::{Value, json};

on_both_databases!(
    words_of_any_script_are_found_and_the_ranges_cut_them_out,
    what_is_changed_or_deleted_is_found_as_it_is_now,
    a_query_is_words_and_never_a_language,
    hits_come_newest_first_and_in_pages_and_are_ones_own,
);

/// What the ranges of a hit cut out of its text, counted as JavaScript counts.
fn cut(hit: &Value) -> Vec<String> {
    let units: Vec<u16> = hit["text"].as_str().unwrap().encode_utf16().collect();
    let ranges = hit["ranges"].as_array().unwrap().iter();
    let at = |range: &Value, end: &str| usize::try_from(range[end].as_u64().unwrap()).unwrap();
    ranges
        .map(|range| String::from_utf16(&units[at(range, "start")..at(range, "end")]).unwrap())
        .collect()
}

async fn ada(client: &Client, service: &Service) -> ChatClient {
    let session = service.sign_in_new("ada@example.com", "user").await;
    ChatClient::of(client, &session)
}

async fn words_of_any_script_are_found_and_the_ranges_cut_them_out(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ada(&service.client(), &service).await;
    let chat = chat_id(1, 1);
    let written = [
        ("english", "How do <b>PID</b> loops work, and why do PID-loops oscillate?"),
        ("arabic", "قرأتُ \u{202b}الكِتَاب\u{202c} أمس"),
        ("hebrew", "שָׁלוֹם עולם \u{200f}!"),
        ("chinese", "👩‍💻 我们学习控制理论。"),
        ("japanese", "制御ロボットの本"),
        ("thai", "สวัสดีชาวโลก"),
        ("hindi", "यह किताब अच्छी है"),
        ("accents", "Zoe\u{308} mange une crêpe à l'École — naïve"),
        ("german", "Die Größe der Straße überrascht"),
        ("greek", "ΟΔΥΣΣΕΥΣ και Ὀδυσσεύς"),
        ("russian", "Ёлка и ёж"),
        ("wide", "ＦＵＬＬ ｗｉｄｔｈ ﬁne"),
        ("korean", "한국어 공부"),
        ("emoji", "🏳️‍🌈🏳️‍🌈 rainbow 👍🏽 again rainbow"),
    ];
    for (id, text) in written {
        chats.append(&chat, &[question(id, text)]).await.is(201);
    }
    // What is typed, where it is found, and what is marked there.
    let searches: [(&str, &str, &[&str]); 24] = [
        ("pid", "english", &["PID", "PID"]),
        ("LOOPS work", "english", &["loops", "work", "loops"]),
        ("oscil", "english", &["oscillate"]),
        ("الكتاب", "arabic", &["الكِتَاب"]),
        ("الكِتَاب", "arabic", &["الكِتَاب"]),
        ("قرأت", "arabic", &["قرأتُ"]),
        ("שלום", "hebrew", &["שָׁלוֹם"]),
        ("学习", "chinese", &["学", "习"]),
        ("控制理论", "chinese", &["控", "制", "理", "论"]),
        ("ロボット", "japanese", &["ロ", "ボ", "ッ", "ト"]),
        ("สวัสดี", "thai", &[]),
        ("किताब", "hindi", &["किताब"]),
        ("zoe", "accents", &["Zoe\u{308}"]),
        ("ZOË", "accents", &["Zoe\u{308}"]),
        ("crepe ecole", "accents", &["crêpe", "École"]),
        ("naive", "accents", &["naïve"]),
        ("große", "german", &["Größe"]),
        ("strasse", "", &[]),
        ("οδυσσευς", "greek", &["ΟΔΥΣΣΕΥΣ", "Ὀδυσσεύς"]),
        ("елка", "russian", &["Ёлка"]),
        ("full width", "wide", &["ＦＵＬＬ", "ｗｉｄｔｈ"]),
        ("fine", "wide", &["ﬁne"]),
        ("한국", "korean", &["한국어"]),
        ("rainbow", "emoji", &["rainbow", "rainbow"]),
    ];
    for (typed, id, marked) in searches {
        let hits = chats.hits(typed).await;
        let hits: Vec<&Value> = hits.iter().filter(|hit| !hit["messageId"].is_null()).collect();
        if id.is_empty() {
            assert!(hits.is_empty(), "{typed}: {hits:?}");
            continue;
        }
        let [hit] = hits[..] else { panic!("{typed}: {hits:?}") };
        assert_eq!((&hit["messageId"], &hit["chatId"]), (&json!(id), &json!(chat)), "{typed}");
        let (_, text) = written.iter().find(|(known, _)| *known == id).unwrap();
        assert!(text.contains(hit["text"].as_str().unwrap()), "{typed}: an altered text: {hit}");
        if marked.is_empty() {
            assert!(!cut(hit).is_empty(), "{typed}: {hit}");
        } else {
            assert_eq!(cut(hit), marked, "{typed}: {hit}");
        }
    }

    // Far inside a long text, behind what takes two units: the piece is shown where the word is.
    let long = format!("{}needle{}", "👍🏽 schön ".repeat(5000), " 👍🏽".repeat(5000));
    chats.append(&chat, &[question("long", &long)]).await.is(201);
    let hits = chats.hits("needle").await;
    assert_eq!((hits.len(), cut(&hits[0])), (1, vec!["needle".to_owned()]));
    let shown = hits[0]["text"].as_str().unwrap();
    assert!(long.contains(shown) && shown.chars().count() <= 240);
}

async fn what_is_changed_or_deleted_is_found_as_it_is_now(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ada(&service.client(), &service).await;
    let chat = chat_id(1, 1);
    let path = format!("/{chat}");
    let found = async |words: &str| {
        let hits = chats.hits(words).await;
        let ids = hits.iter().map(|hit| hit["messageId"].as_str().unwrap_or("title").to_owned());
        ids.collect::<Vec<_>>()
    };
    let begun =
        json!({ "id": "a", "role": "assistant", "status": "streaming", "content": "badger" });
    chats.append(&chat, &[question("q", "aardvark"), begun]).await.is(201);
    assert_eq!(
        found("aardvark").await.into_iter().collect::<BTreeSet<_>>(),
        ["q", "title"].map(str::to_owned).into()
    );
    assert_eq!(found("badger").await, ["a"]);

    // A checkpoint, twice.
    for text in ["cheetah", "cheetah and dolphin"] {
        let body = json!({ "role": "assistant", "status": "streaming", "content": text });
        chats.put(&format!("{path}/messages/a"), &body).await.is(200);
    }
    assert_eq!(found("badger").await, [""; 0]);
    assert_eq!(
        (found("cheetah").await, found("dolphin").await),
        (vec!["a".to_owned()], vec!["a".to_owned()])
    );
    // What only looks like text is not searched.
    let parts =
        json!([{ "type": "reasoning", "text": "elephant" }, { "type": "text", "text": "fox" }]);
    let body = json!({ "role": "assistant", "parts": parts, "metadata": { "note": "gorilla" } });
    chats.put(&format!("{path}/messages/a"), &body).await.is(200);
    assert_eq!(found("fox").await, ["a"]);
    for nowhere in ["elephant", "gorilla", "cheetah", "reasoning", "assistant"] {
        assert_eq!(found(nowhere).await, [""; 0], "{nowhere}");
    }

    chats.patch(&path, &json!({ "title": "Heron" })).await.is(200);
    assert_eq!(
        (found("heron").await, found("aardvark").await),
        (vec!["title".to_owned()], vec!["q".to_owned()])
    );
    chats.patch(&path, &json!({ "title": null })).await.is(200);
    assert_eq!(found("heron").await, [""; 0]);
    chats.delete(&format!("{path}/messages/q")).await.is(204);
    assert_eq!(found("aardvark").await, [""; 0]);
    chats.patch(&path, &json!({ "title": "Ibis" })).await.is(200);
    chats.delete(&path).await.is(204);
    for gone in ["fox", "ibis", "aardvark"] {
        assert_eq!(found(gone).await, [""; 0], "{gone}");
    }
    // The same ids with other words are other messages.
    chats.append(&chat, &[question("q", "jackal")]).await.is(201);
    chats.append(&chat_id(1, 2), &[question("q", "koala")]).await.is(201);
    assert_eq!(found("koala").await.len(), 2);
    let both = json!({ "chatIds": [chat, chat_id(1, 2)] });
    chats.post("/bulk-delete", &both).await.is(200);
    assert_eq!((found("jackal").await, found("koala").await), (vec![], vec![]));
}

async fn a_query_is_words_and_never_a_language(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let chats = ada(&service.client(), &service).await;
    chats.append(&chat_id(1, 1), &[question("q", "alpha beta NEAR or not and")]).await.is(201);
    chats.append(&chat_id(1, 2), &[question("r", "gamma")]).await.is(201);
    let count = async |typed: &str| {
        let answer = chats.get(&format!("/search?q={}", encoded(typed))).await;
        assert!(answer.status.as_u16() < 500, "{typed:?}: {}", answer.text);
        (answer.status == 200).then(|| answer.items().len())
    };
    // All words must be there, and operators are words like others.
    for (typed, message_and_title) in [
        ("alpha beta", 2),
        ("beta alpha", 2),
        ("alpha gamma", 0),
        ("alpha OR gamma", 0),
        ("alpha NOT gamma", 0),
        ("alpha or", 2),
        ("NEAR(alpha beta)", 2),
        ("\"alpha", 2),
        ("alpha\"", 2),
        ("alpha*", 2),
        ("^alpha", 2),
        ("text:alpha", 0),
        ("alpha -gamma", 0),
        ("alpha & beta", 2),
        ("alpha | gamma", 0),
        ("!gamma", 2),
        ("alpha <-> beta", 2),
        ("alpha:*", 2),
        ("'alpha'", 2),
        ("al", 2),
        ("al ", 0),
        ("lpha", 0),
        ("%", 0),
    ] {
        let expected = if typed == "%" { None } else { Some(message_and_title) };
        assert_eq!(count(typed).await, expected, "{typed:?}");
    }
    for typed in ["", " ", "\"", "*", "()", "\0", "\\", "'", "👍"] {
        assert_eq!(count(typed).await, None, "{typed:?} has no word");
    }
    let odd =
        ["a\0b", "\u{202e}alpha", "al\u{200b}pha", "\u{fdfa}", "a'b\"c(d)e*f:g^h-i&j", "ǆ ß ŉ İ"];
    for typed in odd {
        count(typed).await;
    }
    for unreadable in ["%ff", "%ed%a0%bd", "%c0%af"] {
        let answer = chats.get(&format!("/search?q={unreadable}")).await;
        assert!([400, 422].contains(&answer.status.as_u16()), "{unreadable}: {}", answer.text);
    }
    let long = chats.get(&format!("/search?q={}", "a".repeat(201))).await;
    assert_eq!(long.problem(422, "VALIDATION_ERROR").fields(), ["q TOO_LONG"]);
    let missing = chats.get("/search").await;
    assert_eq!(missing.problem(422, "VALIDATION_ERROR").fields(), ["q REQUIRED"]);
    let unknown = chats.get("/search?q=alpha&offset=2").await;
    assert_eq!(unknown.problem(422, "VALIDATION_ERROR").fields(), ["offset UNKNOWN_FIELD"]);
}

async fn hits_come_newest_first_and_in_pages_and_are_ones_own(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    let chats = ada(&client, &service).await;
    let eve = ChatClient::user(&service, "eve@example.com").await;
    let visitor = ChatClient::visitor(&client).await;
    let mut expected = Vec::new();
    for n in 0..25 {
        let (chat, id) = (chat_id(1, n % 4), format!("m{n}"));
        chats.append(&chat, &[question(&id, &format!("walrus number {n}"))]).await.is(201);
        eve.append(&chat_id(2, n % 4), &[question(&id, "walrus of Eve")]).await.is(201);
        expected.push(id);
    }
    visitor.append(&chat_id(3, 1), &[question("v", "walrus of a visitor")]).await.is(201);
    expected.reverse();

    let (mut shown, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = chats.get(&format!("/search?q=walrus&limit=4{cursor}")).await.is(200);
        assert!((1..=4).contains(&page.items().len()));
        shown.extend_from_slice(page.items());
        let Some(next) = page.body["nextCursor"].as_str() else { break };
        cursor = format!("&cursor={next}");
        // What comes meanwhile is newer than all that follows.
        chats.append(&chat_id(1, 9), &[question(&format!("x{}", shown.len()), "walrus")]).await;
    }
    let titles = shown.iter().filter(|hit| hit["messageId"].is_null()).count();
    assert_eq!(titles, 4);
    shown.retain(|hit| !hit["messageId"].is_null());
    assert_eq!(texts(&shown, "messageId"), expected);
    assert!(shown.iter().all(|hit| hit["text"].as_str().unwrap().starts_with("walrus number")));
    let own = |hits: Vec<Value>| hits.iter().filter(|hit| !hit["messageId"].is_null()).count();
    assert_eq!(own(eve.hits("walrus").await), 25);
    assert_eq!(own(visitor.hits("walrus").await), 1);

    // They come along with the chats, at once and whole.
    let claim = json!({ "anonymousToken": visitor.token() });
    eve.post("/claim", &claim).await.is(200);
    assert_eq!((own(eve.hits("walrus").await), own(visitor.hits("walrus").await)), (26, 0));
}
