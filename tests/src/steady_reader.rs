use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use reqwest::{Method, RequestBuilder};
use serde_json::json;
use tokio::time::{MissedTickBehavior, interval};

use crate::{Answer, Client, PASSWORD, chat_id, question, texts};

/// A user who does a bit of everything at a steady pace and never asks twice: what goes wrong is
/// written down.
pub struct SteadyReader {
    client: Client,
    number: usize,
    access: String,
    refresh: String,
    /// The messages that were acknowledged, in order.
    told: Vec<String>,
    /// How many requests were sent.
    pub asked: usize,
    /// What was not answered as it should have been.
    pub failures: Vec<String>,
}

impl SteadyReader {
    /// Registers, which signs in where no proof of the mailbox is required.
    pub async fn register(client: &Client, number: usize) -> Self {
        let session = client.register(&email(number, 0)).await.is(201);
        Self {
            client: client.clone(),
            number,
            access: session.access_token().to_owned(),
            refresh: session.refresh_token().to_owned(),
            told: Vec::new(),
            asked: 0,
            failures: Vec::new(),
        }
    }

    /// Asks so many times a second until it is told to stop, and then looks whether everything that
    /// was acknowledged is there once.
    pub async fn run(mut self, per_second: u32, stop: &AtomicBool) -> Self {
        let mut ticks = interval(Duration::from_secs(1) / per_second);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !stop.load(Relaxed) {
            ticks.tick().await;
            self.act().await;
        }
        self.look().await;
        self
    }

    async fn act(&mut self) {
        let n = self.asked;
        match n % 10 {
            0 | 3 | 6 => self.append().await,
            2 => self.refresh().await,
            5 => {
                let path = "/api/v1/chats";
                self.ask(200, self.client.request(Method::GET, path).bearer_auth(&self.access))
                    .await;
            }
            9 if n % 40 == 19 => {
                let body = json!({ "email": email(self.number, 0), "password": PASSWORD });
                let path = "/api/v1/auth/login";
                self.ask(200, self.client.request(Method::POST, path).json(&body)).await;
            }
            9 if n % 40 == 39 => {
                let email = email(self.number, n);
                let body = json!({ "email": email, "name": "Ada", "password": PASSWORD });
                let path = "/api/v1/auth/register";
                self.ask(201, self.client.request(Method::POST, path).json(&body)).await;
            }
            _ => {
                let path = "/api/v1/users/me";
                self.ask(200, self.client.request(Method::GET, path).bearer_auth(&self.access))
                    .await;
            }
        }
    }

    async fn append(&mut self) {
        let id = format!("m{}", self.asked);
        let body = json!({ "messages": [question(&id, "How are you?")], "createChat": true });
        let request = self.client.request(Method::POST, &self.messages_path());
        if self.ask(201, request.bearer_auth(&self.access).json(&body)).await.is_some() {
            self.told.push(id);
        }
    }

    async fn refresh(&mut self) {
        let body = json!({ "refreshToken": self.refresh });
        let request = self.client.request(Method::POST, "/api/v1/auth/refresh").json(&body);
        if let Some(answer) = self.ask(200, request).await {
            answer.access_token().clone_into(&mut self.access);
            answer.refresh_token().clone_into(&mut self.refresh);
        }
    }

    /// One request. No answer, or one with another status, is a failure.
    async fn ask(&mut self, status: u16, request: RequestBuilder) -> Option<Answer> {
        self.asked += 1;
        let request = request.build().expect("a request");
        let what = format!("{} {}", request.method(), request.url().path());
        let answer = async { Answer::read(self.client.execute(request).await?).await };
        match answer.await {
            Ok(answer) if answer.status == status => return Some(answer),
            Ok(answer) => self.failures.push(format!("{what}: {} {}", answer.status, answer.text)),
            Err(error) => self.failures.push(format!("{what}: {error:?}")),
        }
        None
    }

    async fn look(&mut self) {
        let (path, query) = (self.messages_path(), "view=all&limit=100");
        let messages = self.client.list_as(&path, &self.access, query).await;
        let mut there = texts(&messages, "id");
        let mut told = self.told.clone();
        there.sort();
        told.sort();
        if there != told {
            self.failures.push(format!("told of {} messages, has {}", told.len(), there.len()));
        }
    }

    fn messages_path(&self) -> String {
        format!("/api/v1/chats/{}/messages", chat_id(7, self.number))
    }
}

fn email(number: usize, n: usize) -> String {
    format!("reader{number}x{n}@example.com")
}
