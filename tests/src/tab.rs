use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    Answer, ChatClient, Client, Sent, answer, chance, chat_id, following, hang_up, question,
};

/// For an answer, however often the service dies meanwhile.
const PATIENCE: Duration = Duration::from_secs(120);

/// What a message was to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Whatever the head was.
    Head,
    /// The one before it in its request.
    Previous,
    /// This one.
    Message(String),
}

/// What a tab was told of a message.
#[derive(Debug)]
pub struct Acknowledged {
    /// The chat it was for.
    pub chat: String,
    /// What it was to follow.
    pub asked: Asked,
    /// The message as it was sent.
    pub sent: Value,
    /// The message as it was acknowledged.
    pub told: Value,
}

/// How it went for a tab.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Messages that were acknowledged.
    pub acknowledged: usize,
    /// Answers it did not wait for.
    pub hung_up: usize,
    /// Answers that did not come.
    pub broken: usize,
    /// Requests acknowledged on a retry as being there already.
    pub known: usize,
}

/// A tab of a browser. It asks again until it is answered.
pub struct Tab {
    name: &'static str,
    seat: usize,
    chats: ChatClient,
    stage: Arc<Stage>,
    /// What it was told, in order.
    pub told: Vec<Acknowledged>,
    /// How it went.
    pub tally: Tally,
}

/// What the tabs write to.
#[derive(Default)]
pub struct Stage {
    /// A client of each service.
    pub services: Mutex<Vec<Client>>,
    /// The chat they write in, by its number in the first series.
    pub chat: AtomicUsize,
    /// Nothing crashes any more.
    pub calm: AtomicBool,
}

impl Stage {
    fn is_calm(&self) -> bool {
        self.calm.load(Relaxed)
    }
}

impl Tab {
    /// The id of the message from which every chat begins.
    pub const ROOT: &str = "root";

    /// A tab that has written nothing so far; each asks the service of its seat first.
    pub fn new(name: &'static str, seat: usize, chats: &ChatClient, stage: &Arc<Stage>) -> Self {
        let (chats, stage) = (chats.clone(), stage.clone());
        Self { name, seat, chats, stage, told: Vec::new(), tally: Tally::default() }
    }

    /// One to three messages, and what each is to follow.
    fn next(&self, chat: &str, n: usize) -> Vec<(Asked, Value)> {
        let id = |what: &str| format!("{}-{n}-{what}", self.name);
        let text = format!("{} asks for the {n}th time", self.name);
        let asks = question(&id("q"), &text);
        match (n % 4, self.told.last()) {
            (0, _) => vec![(Asked::Head, asks)],
            (1, Some(last)) if last.chat == chat => {
                let own = last.sent["id"].as_str().unwrap();
                vec![(Asked::Message(own.to_owned()), following(Some(own), asks))]
            }
            (2, _) => vec![
                (Asked::Head, asks),
                (Asked::Previous, answer(&id("a"), &text)),
                (
                    Asked::Message(Self::ROOT.to_owned()),
                    following(Some(Self::ROOT), answer(&id("b"), &text)),
                ),
            ],
            _ => vec![(Asked::Message(Self::ROOT.to_owned()), following(Some(Self::ROOT), asks))],
        }
    }

    /// Writes until nothing crashes any more and it has seen enough.
    pub async fn run(mut self) -> Self {
        let mut n = 0;
        while !self.stage.is_calm() || self.tally.acknowledged <= 20 || self.tally.known == 0 {
            n += 1;
            let chat = chat_id(1, self.stage.chat.load(Relaxed));
            let batch = self.next(&chat, n);
            let messages: Vec<Value> = batch.iter().map(|(_, message)| message.clone()).collect();
            let answer = self.until_answered(&chat, &messages).await;
            let told = answer.body["messages"].as_array().unwrap();
            assert_eq!(told.len(), batch.len());
            for ((asked, sent), told) in batch.into_iter().zip(told) {
                assert_eq!(told["id"], sent["id"]);
                self.tally.acknowledged += 1;
                let (chat, told) = (chat.clone(), told.clone());
                self.told.push(Acknowledged { chat, asked, sent, told });
            }
        }
        self
    }

    async fn until_answered(&mut self, chat: &str, messages: &[Value]) -> Answer {
        let begun = Instant::now();
        for attempt in 0.. {
            assert!(begun.elapsed() < PATIENCE, "no answer for too long");
            // Whoever gets no answer asks the other node.
            let client = {
                let services = self.stage.services.lock().unwrap();
                services[(self.seat + attempt) % services.len()].clone()
            };
            let request = self.chats.by(&client).appending(chat, messages);
            // A tab that was lucky so far loses an answer for certain.
            let lucky = attempt == 0 && self.tally.known == 0 && self.stage.is_calm();
            if lucky || chance(4) == 0 {
                let (sent, after) = match chance(4) {
                    _ if lucky => (Sent::Whole, PATIENCE),
                    0 => (Sent::Part, Duration::from_millis(chance(10))),
                    _ => (Sent::Whole, Duration::from_millis(chance(10))),
                };
                hang_up(request, sent, after).await;
                self.tally.hung_up += 1;
                continue;
            }
            let Some(answer) = Answer::whole(request).await else {
                self.tally.broken += 1;
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            };
            let created: Vec<bool> = answer.body["messages"]
                .as_array()
                .unwrap_or_else(|| panic!("{}: {}", answer.status, answer.text))
                .iter()
                .map(|message| message["created"].as_bool().unwrap())
                .collect();
            // All or nothing, and nothing unless it was asked for before.
            assert!(created.iter().all(|new| *new == created[0]), "{}", answer.text);
            assert!(created[0] || attempt > 0, "{}", answer.text);
            self.tally.known += usize::from(!created[0]);
            return answer.is(if created[0] { 201 } else { 200 });
        }
        unreachable!()
    }
}
