//! What clients do.

use bytes::Bytes;
use hyper::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    client::{Answer, Call},
    load::{Act, Acts},
    world::{self, Member, PASSWORD, append, message, new_id, word},
};

/// Words of a question.
const QUESTION: usize = 20;

/// Messages that each chat has which is there before anything is measured.
const FEWEST: usize = 25;

/// Messages in a chat before the next one is begun.
const FULL: usize = 4000;

/// What is measured of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    WhoAmI,
    Refresh,
    Append,
    ListChats,
    ReadPage,
    Search,
    LogIn,
    Register,
}

impl Operation {
    pub const ALL: [Self; 8] = [
        Self::WhoAmI,
        Self::Refresh,
        Self::Append,
        Self::ListChats,
        Self::ReadPage,
        Self::Search,
        Self::LogIn,
        Self::Register,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Self::WhoAmI => "who am I",
            Self::Refresh => "refresh",
            Self::Append => "append a message",
            Self::ListChats => "list chats",
            Self::ReadPage => "read a page",
            Self::Search => "search",
            Self::LogIn => "log in",
            Self::Register => "register",
        }
    }

    /// As many clients as there are to be, each somebody else.
    pub fn acts(self, members: &[Member]) -> Acts {
        members.iter().enumerate().map(|(number, member)| self.act(number, member)).collect()
    }

    fn act(self, number: usize, member: &Member) -> Box<dyn Act> {
        let Member { email, access, refresh, chats, .. } = member;
        match self {
            Self::WhoAmI => Repeat::get("/api/v1/users/me", access),
            Self::ListChats => Repeat::get("/api/v1/chats", access),
            Self::ReadPage => {
                let path = |chat: &Uuid| format!("/api/v1/chats/{chat}/messages");
                Box::new(Repeat::each(chats.iter().map(path).collect(), access))
            }
            Self::Search => {
                // A word that one message of each chat has, alone and beside one that all have.
                let of_one = |number| [word(number, 1), format!("common+{}", word(number, 2))];
                let words = (0..FEWEST).flat_map(of_one);
                let paths = words.map(|words| format!("/api/v1/chats/search?q={words}"));
                Box::new(Repeat::each(paths.collect(), access))
            }
            Self::Refresh => Box::new(Refresh { token: refresh.clone() }),
            Self::Append => Box::new(Append { token: access.clone(), chat: new_id(), number: 0 }),
            Self::LogIn => {
                let body = json!({ "email": email, "password": PASSWORD });
                Box::new(Repeat { status: 200, ..Repeat::post("/api/v1/auth/login", &body) })
            }
            Self::Register => Box::new(Register { client: number, number: 0 }),
        }
    }
}

/// What the baselines do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// Nothing.
    Bare,
    /// One account by its id.
    SelectOne,
    /// As many chats as a page has.
    SelectChats,
    /// As many messages as a page has.
    SelectMessages,
    /// One row, in a transaction.
    Update,
}

impl Plain {
    pub fn title(self) -> &'static str {
        match self {
            Self::Bare => "bare handler",
            Self::SelectOne => "SELECT of one row",
            Self::SelectChats => "SELECT of 20 chats",
            Self::SelectMessages => "SELECT of 20 messages",
            Self::Update => "UPDATE in a transaction",
        }
    }

    pub fn acts(self, members: &[Member]) -> Acts {
        members.iter().map(|member| self.act(member)).collect()
    }

    fn act(self, member: &Member) -> Box<dyn Act> {
        let Member { access, chats, .. } = member;
        match self {
            Self::Bare => Repeat::get("/bare", access),
            Self::SelectOne => Repeat::get("/one", access),
            Self::SelectChats => Repeat::get("/chats/20", access),
            Self::SelectMessages => {
                let path = |chat: &Uuid| format!("/messages/{chat}/20");
                Box::new(Repeat::each(chats.iter().map(path).collect(), access))
            }
            Self::Update => Box::new(Repeat {
                token: Some(access.clone()),
                ..Repeat::post("/update", &json!({}))
            }),
        }
    }
}

/// The same again, or what is next on a list.
struct Repeat {
    method: Method,
    paths: Vec<String>,
    next: usize,
    token: Option<String>,
    body: Option<Bytes>,
    status: u16,
}

impl Repeat {
    fn each(paths: Vec<String>, token: &str) -> Self {
        let token = Some(token.to_owned());
        Self { method: Method::GET, paths, next: 0, token, body: None, status: 200 }
    }

    fn get(path: &str, token: &str) -> Box<dyn Act> {
        Box::new(Self::each(vec![path.to_owned()], token))
    }

    fn post(path: &str, body: &Value) -> Self {
        let body = Some(Bytes::from(body.to_string()));
        let paths = vec![path.to_owned()];
        Self { method: Method::POST, paths, next: 0, token: None, body, status: 200 }
    }
}

impl Act for Repeat {
    fn call(&mut self) -> Call {
        let path = self.paths[self.next % self.paths.len()].clone();
        self.next += 1;
        let (method, token, body) = (self.method.clone(), self.token.clone(), self.body.clone());
        Call { method, path, token, body }
    }

    fn take(&mut self, answer: &Answer) -> Result<(), String> {
        require(answer, self.status)
    }
}

struct Refresh {
    token: String,
}

impl Act for Refresh {
    fn call(&mut self) -> Call {
        Call::post("/api/v1/auth/refresh", &json!({ "refreshToken": self.token }))
    }

    fn take(&mut self, answer: &Answer) -> Result<(), String> {
        require(answer, 200)?;
        (_, self.token) = world::tokens(&answer.json(200)["tokens"]);
        Ok(())
    }
}

struct Append {
    token: String,
    chat: Uuid,
    number: usize,
}

impl Act for Append {
    fn call(&mut self) -> Call {
        if self.number == FULL {
            (self.chat, self.number) = (new_id(), 0);
        }
        let call = append(self.chat, &[message(self.number, QUESTION)]).of(&self.token);
        self.number += 1;
        call
    }

    fn take(&mut self, answer: &Answer) -> Result<(), String> {
        require(answer, 201)
    }
}

struct Register {
    client: usize,
    number: usize,
}

impl Act for Register {
    fn call(&mut self) -> Call {
        self.number += 1;
        let email =
            format!("new-{}-{}-{}@example.com", self.client, self.number, new_id().simple());
        let body = json!({ "email": email, "name": "Somebody New", "password": PASSWORD });
        Call::post("/api/v1/auth/register", &body)
    }

    fn take(&mut self, answer: &Answer) -> Result<(), String> {
        require(answer, 202)
    }
}

fn require(answer: &Answer, status: u16) -> Result<(), String> {
    match answer.status.as_u16() == status {
        true => Ok(()),
        false => Err(format!("not {status}")),
    }
}
