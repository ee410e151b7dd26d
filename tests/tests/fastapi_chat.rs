//! The example of a back end, `examples/fastapi-chat`, under uvicorn, beside the service.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::process::Command;

use futures::future::join_all;
use journeys::{
    Database, FastApiChat, LossyNetwork, Options, Service, node_script, on_both_databases,
};
use serde_json::{Value, json};

on_both_databases!(
    a_visitor_asks_twice_and_finds_both_answers_with_their_sources,
    an_answer_grows_is_incomplete_when_its_reader_leaves_and_whole_when_asked_for_again,
    a_question_that_is_sent_ten_times_at_once_is_answered_once,
);

/// Insists that a message is the answer that was streamed, whole.
fn is_the_whole(kept: &Value, streamed: &Value, question: &str) {
    assert_eq!(kept["id"], streamed["id"]);
    assert_eq!(kept["parts"], streamed["parts"]);
    assert_eq!((&kept["role"], &kept["status"]), (&json!("assistant"), &json!("complete")));
    assert_eq!(kept["parentId"], question);
}

async fn a_visitor_asks_twice_and_finds_both_answers_with_their_sources(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let example = FastApiChat::start(service.base(), &[]);
    let visitor = example.visitor().await;
    let token = visitor.access_token();

    let first = example.answer(token, "q1", "How do PID loops work?").await;
    let second = example.answer(token, "q2", "And what do servos draw?").await;
    assert!(first["parts"][0]["text"].as_str().unwrap().contains("derivative"), "{first}");
    assert_eq!(first["parts"][1]["title"], "3.2 PID loops");
    assert_eq!(second["parts"][1]["title"], "1.2 Servos");

    let messages = example.messages(token).await;
    assert_eq!(messages.len(), 4);
    assert_eq!(messages[0]["parts"], json!([{ "type": "text", "text": "How do PID loops work?" }]));
    assert_eq!((&messages[0]["id"], &messages[0]["parentId"]), (&json!("q1"), &Value::Null));
    is_the_whole(&messages[1], &first, "q1");
    assert_eq!((&messages[2]["id"], &messages[2]["parentId"]), (&json!("q2"), &first["id"]));
    is_the_whole(&messages[3], &second, "q2");
    let chats = service.client().get_as("/api/v1/chats", token).await.is(200);
    assert_eq!(chats.items()[0]["title"], "How do PID loops work?");
    assert_eq!(chats.items()[0]["messageCount"], 4);
    assert_eq!(chats.items()[0]["headMessageId"], second["id"]);

    // The links lead into the book.
    let link = first["parts"][1]["url"].as_str().unwrap();
    let chapter = example.client.get(link.split('#').next().unwrap()).await.is(200);
    assert!(chapter.text.contains("## 3.2 PID loops"), "{}", chapter.text);
    // What the book does not have is said without a source.
    let nothing = example.answer(token, "q3", "Who wrote Hamlet?").await;
    assert_eq!(nothing["parts"].as_array().unwrap().len(), 1);
}

async fn an_answer_grows_is_incomplete_when_its_reader_leaves_and_whole_when_asked_for_again(
    database: Database,
) {
    let service = Service::start(&database, Options::unlimited());
    // It has some sixty words, and must not end by itself before its reader leaves.
    let slow = [("CHAT_WORD_DELAY", "1"), ("CHAT_CHECKPOINT", "0.2")];
    let example = FastApiChat::start(service.base(), &slow);
    let visitor = example.visitor().await;
    let token = visitor.access_token();

    let asked = FastApiChat::question("q1", "How do PID loops work?");
    let mut stream = example.request(token, &asked).send().await.unwrap();
    assert!(stream.chunk().await.unwrap().is_some());
    let growing = |answer: &Value| answer["content"].as_str().is_some_and(|text| text.len() > 10);
    let draft = example.answer_that(token, growing).await;
    assert_eq!((&draft["status"], &draft["parentId"]), (&json!("streaming"), &json!("q1")));

    drop(stream);
    let broken = example.answer_that(token, |answer| answer["status"] == "incomplete").await;
    assert_eq!((&broken["id"], &broken["seq"]), (&draft["id"], &draft["seq"]));
    let (begun, broken) = (draft["content"].as_str().unwrap(), broken["content"].as_str().unwrap());
    assert!(broken.starts_with(begun), "{begun} | {broken}");

    let quick = FastApiChat::start(service.base(), &[]);
    let whole = quick.answer(token, "q1", "How do PID loops work?").await;
    let text = whole["parts"][0]["text"].as_str().unwrap();
    assert!(text.starts_with(broken) && text.len() > broken.len(), "{text} | {broken}");
    let messages = example.messages(token).await;
    assert_eq!(messages.len(), 2);
    is_the_whole(&messages[1], &whole, "q1");
}

async fn a_question_that_is_sent_ten_times_at_once_is_answered_once(database: Database) {
    let service = Service::start(&database, Options::unlimited());
    let example = FastApiChat::start(service.base(), &[("CHAT_CHECKPOINT", "0")]);
    let visitor = example.visitor().await;
    let token = visitor.access_token();

    let asked = (0..10).map(|_| example.ask(token, "q1", "What is windup?"));
    let mut streamed: Vec<Value> =
        join_all(asked).await.iter().map(FastApiChat::streamed).collect();
    // Once more, now that it is complete: nothing is written anew.
    let before = example.messages(token).await;
    streamed.push(example.answer(token, "q1", "What is windup?").await);
    streamed.dedup();
    assert_eq!(streamed.len(), 1, "{streamed:?}");
    let messages = example.messages(token).await;
    assert_eq!(messages, before);
    assert_eq!(messages.len(), 2);
    is_the_whole(&messages[1], &streamed[0], "q1");

    // Another question under the same id is none of it.
    example.ask(token, "q1", "What is a servo?").await.problem(409, "MESSAGE_ID_CONFLICT");
    assert_eq!(example.messages(token).await, messages);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ai_sdk_reads_the_stream_as_it_is_kept() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let example = FastApiChat::start(service.base(), &[]);
    let visitor = example.visitor().await;
    let (api, token) = (format!("{}/chat", example.base), visitor.access_token());

    let arguments = [&api, token, FastApiChat::CHAT, "How do I tune a PID loop?"];
    let read = node_script("chat_transport.mjs", &arguments).await;
    assert!(read["stages"].as_u64().unwrap() > 10, "{read}");
    let messages = example.messages(token).await;
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0]["content"], "How do I tune a PID loop?");
    assert_eq!(messages[1]["id"], read["message"]["id"]);
    assert_eq!(messages[1]["status"], "complete");
    // The SDK notes of a text that it is done.
    let mut parts = read["message"]["parts"].clone();
    assert_eq!(parts[0].as_object_mut().unwrap().remove("state"), Some(json!("done")));
    assert_eq!(messages[1]["parts"], parts);
    assert_eq!(parts[1]["title"], "3.3 Tuning");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_bookplate_gave_and_that_was_lost_costs_nothing() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let network = LossyNetwork::before(service.base());
    let example = FastApiChat::start(&network.base, &[]);
    let visitor = example.visitor().await;
    let token = visitor.access_token();

    for (id, lost) in [("q1", "POST"), ("q2", "PUT")] {
        network.lose_next(lost);
        example.answer(token, id, "What is odometry?").await;
        assert!(network.has_lost(), "the answer to {lost}");
    }
    let messages = example.messages(token).await;
    assert_eq!(messages.len(), 4);
    assert!(messages.iter().all(|message| message["status"] == "complete"));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_history_it_answers_and_keeps_nothing() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let example = FastApiChat::start(service.base(), &[("CHAT_CHECKPOINT", "0")]);
    let client = service.client();
    let user = client.sign_up("ada@example.com").await;
    let token = user.access_token();
    let off = json!({ "chat": { "saveHistory": false } });
    client.patch_as("/api/v1/users/me/preferences", token, &off).await.is(200);

    let answer = example.answer(token, "q1", "What is odometry?").await;
    assert!(answer["parts"][0]["text"].as_str().unwrap().contains("odometry"), "{answer}");
    assert!(client.get_as("/api/v1/chats", token).await.is(200).items().is_empty());
    let path = format!("/api/v1/chats/{}/messages", FastApiChat::CHAT);
    client.get_as(&path, token).await.problem(404, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lines_of_its_readme_work_as_written() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::default());
    let example = FastApiChat::start(service.base(), &[]);
    let readme = include_str!("../../examples/fastapi-chat/README.md");
    let (_, block) = readme.split_once("<!-- ask -->\n```sh\n").expect("the block");
    let (lines, _) = block.split_once("\n```").expect("its end");

    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", "-c", lines]);
    bash.env("BOOKPLATE", service.base()).env("CHAT", &example.base);
    let output = tokio::task::spawn_blocking(move || bash.output()).await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    let (streamed, kept) = said.split_once("data: [DONE]").expect("the end of a stream");
    assert!(streamed.contains(r#""type": "text-delta""#), "{streamed}");
    let kept: Value = serde_json::from_str(kept).unwrap();
    assert_eq!(kept["data"][1]["status"], "complete", "{kept}");
    assert_eq!(kept["data"][1]["parts"][1]["type"], "source-url", "{kept}");
}
