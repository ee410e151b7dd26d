//! What the service is compared with: the same server and the same database, with nothing of ours in
//! between.

use std::{
    collections::HashMap,
    io,
    sync::{PoisonError, RwLock},
    time::Duration,
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    error::ErrorInternalServerError,
    http::header,
    web::{self, Bytes, Data, Json, Path},
};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr, FromQueryResult,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// As many as the service holds when nobody says otherwise.
const CONNECTIONS: u32 = 10;

/// The bare handler says as much as the service says of an account.
const BARE: &str = r#"{"id":"0198f2a0-0000-7000-8000-000000000001","email":"user1@example.com","emailVerified":true,"name":"User 1","image":null,"bio":null,"role":"user","createdAt":"2026-11-21T09:30:00.000Z","updatedAt":"2026-11-21T09:30:00.000Z"}"#;

const ONE: &str = "\
    SELECT id, email_written, email_canonical, email_verified_at, name, image, bio, role, version, \
    created_at, updated_at FROM users WHERE id = $1";

/// As SQLite compiles it once: a bare parameter is looked at each time.
const CHATS: &str = "\
    SELECT id, title, title_source, pinned, archived, tags, message_count, last_seq, head_id, \
    last_message_at, preview, version, created_at, updated_at, metadata FROM chats \
    WHERE owner_id = $1 ORDER BY last_message_at DESC, id DESC LIMIT +$2";

const MESSAGES: &str = "\
    SELECT id, parent_id, seq, role, status, feedback_rating, feedback_comment, feedback_at, \
    created_at, updated_at, metadata, parts FROM messages WHERE chat_id = $1 ORDER BY seq LIMIT +$2";

const UPDATE: &str = "UPDATE users SET version = version + 1 WHERE id = $1";

/// Somebody whose token is known already.
#[derive(Serialize, Deserialize)]
pub struct Known {
    pub token: String,
    pub user: Uuid,
}

struct Baseline {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    known: RwLock<HashMap<String, Uuid>>,
}

#[derive(FromQueryResult, Serialize)]
struct Account {
    id: Uuid,
    email_written: Option<String>,
    email_canonical: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    email_verified_at: Option<OffsetDateTime>,
    name: Option<String>,
    image: Option<String>,
    bio: Option<String>,
    role: String,
    version: i64,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    updated_at: OffsetDateTime,
}

#[derive(FromQueryResult, Serialize)]
struct Chat {
    id: Uuid,
    title: Option<String>,
    title_source: String,
    pinned: bool,
    archived: bool,
    tags: serde_json::Value,
    message_count: i64,
    last_seq: i64,
    head_id: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    last_message_at: OffsetDateTime,
    preview: Option<String>,
    version: i64,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    updated_at: OffsetDateTime,
    metadata: String,
}

#[derive(FromQueryResult, Serialize)]
struct Message {
    id: String,
    parent_id: Option<String>,
    seq: i64,
    role: String,
    status: String,
    feedback_rating: Option<String>,
    feedback_comment: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    feedback_at: Option<OffsetDateTime>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    updated_at: OffsetDateTime,
    metadata: Option<String>,
    parts: String,
}

impl Baseline {
    /// Both databases get the same help as from the service.
    async fn connect(url: &str) -> Result<Self, DbErr> {
        let sqlite = url.starts_with("sqlite");
        let mut pool = ConnectOptions::new(url);
        pool.sqlx_logging(false).test_before_acquire(false).max_connections(CONNECTIONS);
        if !sqlite {
            pool.map_sqlx_postgres_opts(|server| {
                let settings = [
                    ("plan_cache_mode", "force_generic_plan"),
                    ("max_parallel_workers_per_gather", "0"),
                ];
                server.options(settings)
            });
            let connection = Database::connect(pool).await?;
            let (reader, writer) = (connection.clone(), connection);
            return Ok(Self { reader, writer, known: RwLock::default() });
        }
        pool.map_sqlx_sqlite_opts(|file| {
            let file = file.busy_timeout(Duration::from_secs(5)).pragma("synchronous", "NORMAL");
            file.pragma("cache_size", "-512")
        });
        let mut one = pool.clone();
        one.max_connections(1).map_sqlx_sqlite_opts(|file| {
            let file = file.busy_timeout(Duration::from_secs(5)).pragma("synchronous", "NORMAL");
            file.pragma("cache_size", "-4096").pragma("secure_delete", "ON")
        });
        pool.max_connections(CONNECTIONS - 1);
        let (reader, writer) = (Database::connect(pool).await?, Database::connect(one).await?);
        Ok(Self { reader, writer, known: RwLock::default() })
    }

    /// Who sends a request, by a token that was seen before.
    fn caller(&self, request: &HttpRequest) -> actix_web::Result<Uuid> {
        let value = request.headers().get(header::AUTHORIZATION);
        let token = value.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let user = token.and_then(|token| known.get(token).copied());
        user.ok_or_else(|| actix_web::error::ErrorUnauthorized("who is it?"))
    }

    fn statement(&self, sql: &'static str, values: impl IntoIterator<Item = Value>) -> Statement {
        Statement::from_sql_and_values(self.reader.get_database_backend(), sql, values)
    }

    async fn all<R: FromQueryResult>(
        &self,
        sql: &'static str,
        values: impl IntoIterator<Item = Value>,
    ) -> actix_web::Result<Vec<R>> {
        let rows = R::find_by_statement(self.statement(sql, values)).all(&self.reader).await;
        rows.map_err(ErrorInternalServerError)
    }
}

async fn bare() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(BARE)
}

async fn know(baseline: Data<Baseline>, Json(known): Json<Known>) -> HttpResponse {
    let mut all = baseline.known.write().unwrap_or_else(PoisonError::into_inner);
    all.insert(known.token, known.user);
    HttpResponse::NoContent().finish()
}

async fn one(baseline: Data<Baseline>, request: HttpRequest) -> actix_web::Result<HttpResponse> {
    let user = baseline.caller(&request)?;
    let row = Account::find_by_statement(baseline.statement(ONE, [user.into()]));
    let row = row.one(&baseline.reader).await.map_err(ErrorInternalServerError)?;
    Ok(HttpResponse::Ok().json(row))
}

async fn chats(
    baseline: Data<Baseline>,
    request: HttpRequest,
    limit: Path<i64>,
) -> actix_web::Result<HttpResponse> {
    let user = baseline.caller(&request)?;
    let rows: Vec<Chat> = baseline.all(CHATS, [user.into(), (*limit).into()]).await?;
    Ok(HttpResponse::Ok().json(rows))
}

async fn messages(
    baseline: Data<Baseline>,
    request: HttpRequest,
    path: Path<(Uuid, i64)>,
) -> actix_web::Result<HttpResponse> {
    baseline.caller(&request)?;
    let (chat, limit) = *path;
    let rows: Vec<Message> = baseline.all(MESSAGES, [chat.into(), limit.into()]).await?;
    Ok(HttpResponse::Ok().json(rows))
}

/// Takes a body, since a connection on which one is left is closed.
async fn update(
    baseline: Data<Baseline>,
    request: HttpRequest,
    _: Bytes,
) -> actix_web::Result<HttpResponse> {
    let user = baseline.caller(&request)?;
    let changed = async {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = baseline.writer.begin_with_options(options).await?;
        let done = transaction.execute_raw(baseline.statement(UPDATE, [user.into()])).await?;
        transaction.commit().await?;
        Ok::<_, DbErr>(done.rows_affected())
    };
    let changed = changed.await.map_err(ErrorInternalServerError)?;
    Ok(HttpResponse::Ok().json(changed))
}

/// Serves the baselines on a free port, which is printed, until the process is killed.
pub async fn serve(url: &str) -> io::Result<()> {
    let baseline = Baseline::connect(url).await.map_err(io::Error::other)?;
    let baseline = Data::new(baseline);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(baseline.clone())
            .route("/bare", web::get().to(bare))
            .route("/known", web::post().to(know))
            .route("/one", web::get().to(one))
            .route("/chats/{limit}", web::get().to(chats))
            .route("/messages/{chat}/{limit}", web::get().to(messages))
            .route("/update", web::post().to(update))
    });
    let server = server.bind(("127.0.0.1", 0))?;
    for address in server.addrs() {
        println!("API      http://{address}");
    }
    server.run().await
}
