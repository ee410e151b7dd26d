//! A service with somebody in it.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use clap::ValueEnum;
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::{
    baseline::Known,
    client::{Call, Connection},
    process::Server,
};

pub const PASSWORD: &str = "a bench of seven planks";

/// The cheapest hash that the service takes, for all that is not about hashing.
pub const CHEAP: u32 = 10;

/// Messages in a request: the most that the service takes.
const AT_ONCE: usize = 50;

/// Words of a message that is there before anything is measured.
const WORDS: usize = 60;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Sqlite,
    #[value(name = "postgresql")]
    Postgres,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// How much there is before anything is measured.
#[derive(Clone, Copy)]
pub struct Size {
    /// Accounts, of which the first are members.
    pub users: usize,
    /// Accounts that are signed in and have chats.
    pub members: usize,
    pub chats_each: usize,
    pub messages_each: usize,
}

impl Size {
    pub fn messages(self) -> usize {
        self.members * self.chats_each * self.messages_each
    }
}

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Member {
    pub id: Uuid,
    pub email: String,
    pub access: String,
    pub refresh: String,
    pub chats: Vec<Uuid>,
}

/// A database of its own, with the binary that works on it.
pub struct World {
    binary: PathBuf,
    folder: TempDir,
    url: String,
    secret: String,
    cost: u32,
}

impl World {
    /// An empty one. `postgres` is the URL of a server on which databases may be made.
    pub async fn make(binary: &Path, kind: Kind, postgres: &str, cost: u32) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = match kind {
            Kind::Sqlite => format!("sqlite://{}", folder.path().join("bookplate.db").display()),
            Kind::Postgres => {
                let (server, _) = postgres.rsplit_once('/').expect("a URL that names a database");
                let name = format!("bench_{}", new_id().simple());
                execute(postgres, &format!("CREATE DATABASE {name}")).await;
                format!("{server}/{name}")
            }
        };
        let secret = format!("{}{}", new_id().simple(), new_id().simple());
        let world = Self { binary: binary.to_owned(), folder, url, secret, cost };
        world.finish(&["migrate", "up"]);
        world
    }

    /// The service.
    pub fn serve(&self) -> Server {
        self.serve_with(&[])
    }

    /// The service with some settings of its own.
    pub fn serve_with(&self, settings: &[(&str, &str)]) -> Server {
        Server::start(self.command(&["serve"]).envs(settings.iter().copied()))
    }

    /// Has PostgreSQL do at once what it would begin a minute after much was written, beside whatever is
    /// measured then.
    pub async fn settle(&self) {
        if !self.url.starts_with("sqlite") {
            execute(&self.url, "VACUUM ANALYZE").await;
            execute(&self.url, "CHECKPOINT").await;
        }
    }

    /// What it is compared with, on the same database.
    pub fn baseline(&self) -> Server {
        let bench = std::env::current_exe().expect("this program");
        Server::start(Command::new(bench).args(["baseline", &self.url]))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("BOOKPLATE__DATABASE__URL", &self.url)
            .env("BOOKPLATE__SERVER__BIND", "127.0.0.1:0")
            .env("BOOKPLATE__SERVER__METRICS_BIND", "127.0.0.1:0")
            .env("BOOKPLATE__SECRET", &self.secret)
            .env("BOOKPLATE__PASSWORDS__BCRYPT_COST", self.cost.to_string())
            .env("BOOKPLATE__PASSWORDS__HASH_QUEUE", "256")
            // Nobody has to be refused or signed out while it is measured.
            .env("BOOKPLATE__LIMITS__ENABLED", "false")
            .env("BOOKPLATE__TOKENS__ACCESS", "12h")
            .env("BOOKPLATE__LOG__LEVEL", "warn")
            .stdin(Stdio::null())
            .stderr(Stdio::inherit());
        command
    }

    fn finish(&self, arguments: &[&str]) {
        let done = self.command(arguments).stdout(Stdio::null()).status().expect("the binary");
        assert!(done.success(), "{arguments:?}");
    }

    /// Makes accounts.
    pub fn import(&self, users: usize) {
        let hash = bcrypt::hash(PASSWORD, self.cost).expect("a hash");
        let path = self.folder.path().join("users.jsonl");
        let mut file = std::io::BufWriter::new(std::fs::File::create(&path).expect("a file"));
        for number in 0..users {
            let user = json!({ "email": email(number), "name": name(number), "hash": hash });
            writeln!(file, "{user}").expect("room on the disk");
        }
        file.into_inner().expect("room on the disk");
        self.finish(&["users", "import", "--verified", path.to_str().expect("text")]);
    }

    /// Makes accounts and what they have written, and signs the members in.
    pub async fn fill(&self, service: &Server, size: Size) -> Vec<Member> {
        let begun = Instant::now();
        self.import(size.users);
        let imported = begun.elapsed();
        let mut tasks = JoinSet::new();
        let address = service.address;
        let clients = size.members.min(16);
        for client in 0..clients {
            tasks.spawn(async move {
                let mut connection = Connection::open(address).await;
                let mut members = Vec::new();
                for number in (client..size.members).step_by(clients) {
                    let mut member = log_in(&mut connection, number).await;
                    write_chats(&mut connection, &mut member, size).await;
                    members.push((number, member));
                }
                members
            });
        }
        let mut members: Vec<(usize, Member)> = tasks.join_all().await.concat();
        members.sort_by_key(|(number, _)| *number);
        eprintln!(
            "{} accounts in {:.1} s, {} messages in {:.1} s",
            size.users,
            imported.as_secs_f64(),
            size.messages(),
            (begun.elapsed() - imported).as_secs_f64()
        );
        members.into_iter().map(|(_, member)| member).collect()
    }
}

async fn execute(url: &str, statement: &str) {
    let mut options = ConnectOptions::new(url);
    options.sqlx_logging(false);
    let server = Database::connect(options).await.expect("a PostgreSQL");
    server.execute_unprepared(statement).await.expect(statement);
    server.close().await.expect("a connection that can be closed");
}

/// Tells the baselines who has which token.
pub async fn introduce(baseline: &Server, members: &[Member]) {
    let mut connection = Connection::open(baseline.address).await;
    for member in members {
        let known = Known { token: member.access.clone(), user: member.id };
        let known = serde_json::to_value(known).expect("JSON");
        let answer = connection.ask(Call::post("/known", &known)).await.expect("an answer");
        answer.json(204);
    }
}

pub fn email(number: usize) -> String {
    format!("user{number}@example.com")
}

fn name(number: usize) -> String {
    format!("User {number}")
}

/// Signs in one of those that were imported.
pub async fn log_in(connection: &mut Connection, number: usize) -> Member {
    let email = email(number);
    let body = json!({ "email": email, "password": PASSWORD });
    let answer = connection.ask(Call::post("/api/v1/auth/login", &body)).await;
    let answer = answer.expect("an answer").json(200);
    let id = answer["user"]["id"].as_str().expect("an id").parse().expect("an id");
    let (access, refresh) = tokens(&answer["tokens"]);
    Member { id, email, access, refresh, chats: Vec::new() }
}

/// The two of an answer: for access, and to refresh it.
pub fn tokens(tokens: &Value) -> (String, String) {
    let text = |name: &str| tokens[name].as_str().expect("a token").to_owned();
    (text("accessToken"), text("refreshToken"))
}

async fn write_chats(connection: &mut Connection, member: &mut Member, size: Size) {
    for _ in 0..size.chats_each {
        let chat = new_id();
        let mut number = 0;
        while number < size.messages_each {
            let end = size.messages_each.min(number + AT_ONCE);
            let messages: Vec<Value> = (number..end).map(|number| message(number, WORDS)).collect();
            let call = append(chat, &messages).of(&member.access);
            connection.ask(call).await.expect("an answer").json(201);
            number = end;
        }
        member.chats.push(chat);
    }
}

/// Adds messages to a chat, which is begun if it is not there.
pub fn append(chat: Uuid, messages: &[Value]) -> Call {
    let body = json!({ "messages": messages, "createChat": true });
    Call::post(format!("/api/v1/chats/{chat}/messages"), &body)
}

/// A message of so many words, most of which others have, too.
pub fn message(number: usize, words: usize) -> Value {
    let id = format!("msg_{}", new_id().simple());
    let role = if number.is_multiple_of(2) { "user" } else { "assistant" };
    let text: Vec<String> = (0..words).map(|at| word(number, at)).collect();
    json!({ "id": id, "role": role, "parts": [{ "type": "text", "text": text.join(" ") }] })
}

/// One of the words of a message: the first is in all of them, the others in few.
pub fn word(number: usize, at: usize) -> String {
    match at {
        0 => "common".to_owned(),
        1 => format!("rare{number}"),
        _ => format!("w{}", (number * 7919 + at * at * 104_729) % 4999),
    }
}

/// Ids in the order in which they are made.
pub fn new_id() -> Uuid {
    #[expect(clippy::disallowed_methods, reason = "nothing that is measured depends on it")]
    Uuid::now_v7()
}
