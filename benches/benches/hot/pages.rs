use std::hint::black_box;

use bookplate_domain::{
    chats::{Message, MessageMetadata, MessageRole},
    shared::{Limit, UserId},
};
use bookplate_http::fuzzing;
use bookplate_testkit::{a_bare_chat, a_moment, a_question};
use criterion::{Criterion, Throughput};
use uuid::Uuid;

const QUESTION: &str =
    "Wie regelt ein PID-Regler die Temperatur eines Ofens, und was tut sein I-Anteil?";
/// Two of them make an answer of an ordinary length.
const PARAGRAPH: &str = "A PID loop looks at the error three ways: how large it is \"now\", what has \
    added up of it, and how fast it changes.\n\n- **P** pushes in proportion – and stops short.\n\
    - **I** remembers what P has left over, and gets rid of it.\n- **D** looks ahead and brakes.\n\n\
    For an oven, begin with P alone, raise it until the temperature swings, then halve it. Add I \
    until the rest goes away within a few minutes; D is seldom worth its noise.\n\n";

/// Questions and answers in turn, as many as a page has if nothing is said.
pub(crate) fn measure(criterion: &mut Criterion) {
    let (messages, now) = (a_page(), a_moment());
    let encode = || fuzzing::message_page(black_box(&messages), now).expect("JSON");
    let mut group = criterion.benchmark_group("page");
    group.throughput(Throughput::Bytes(encode().len() as u64));
    group.bench_function(format!("encode {} messages", messages.len()), |b| b.iter(encode));
    group.finish();
}

fn a_page() -> Vec<Message> {
    let chat = a_bare_chat(UserId::from_uuid(Uuid::from_u128(1)));
    let metadata = MessageMetadata::parse(r#"{"model":"large-1","tokens":{"in":31,"out":212}}"#);
    let metadata = metadata.expect("metadata");
    let pair = || {
        let question = a_question(&chat, QUESTION);
        let answer = Message {
            role: MessageRole::Assistant,
            parent_id: Some(question.id.clone()),
            metadata: Some(metadata.clone()),
            ..a_question(&chat, &PARAGRAPH.repeat(2))
        };
        [question, answer]
    };
    std::iter::repeat_with(pair).flatten().take(Limit::DEFAULT.get().into()).collect()
}
