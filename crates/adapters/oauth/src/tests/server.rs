use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// How a path answers.
#[derive(Clone, Debug)]
pub enum Answer {
    Json(u16, String),
    Redirect(u16, String),
    /// JSON after a while.
    Late(Duration, String),
    /// 100 MB, as far as they are taken.
    Endless {
        announced: bool,
    },
    /// The request is read, and that is all.
    Silence,
    /// A head without the body that it announces.
    Head,
    /// One byte at a time.
    Drip(Duration),
    /// A body that ends in the middle.
    Cut,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub method: String,
    pub path: String,
    pub query: String,
    /// In lower case.
    pub headers: HashMap<String, String>,
    pub body: String,
}

impl Received {
    pub fn form(&self) -> HashMap<String, String> {
        url::form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }
}

/// A server on this machine which does as it is told.
pub struct Server {
    pub port: u16,
    script: Arc<Mutex<HashMap<String, Answer>>>,
    received: Arc<Mutex<Vec<Received>>>,
    written: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let script: Arc<Mutex<HashMap<String, Answer>>> = Arc::default();
        let received: Arc<Mutex<Vec<Received>>> = Arc::default();
        let written: Arc<AtomicUsize> = Arc::default();
        let (s, r, w) = (script.clone(), received.clone(), written.clone());
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, s.clone(), r.clone(), w.clone()));
            }
        });
        Self { port, script, received, written, task }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn answer(&self, path: &str, answer: Answer) {
        self.script.lock().unwrap().insert(path.to_owned(), answer);
    }

    pub fn json(&self, path: &str, body: &Value) {
        self.answer(path, Answer::Json(200, body.to_string()));
    }

    /// The requests of a path, the oldest first.
    pub fn received(&self, path: &str) -> Vec<Received> {
        let received = self.received.lock().unwrap();
        received.iter().filter(|request| request.path == path).cloned().collect()
    }

    pub fn requests(&self) -> usize {
        self.received.lock().unwrap().len()
    }

    /// The bytes of endless answers that were taken.
    pub fn written(&self) -> usize {
        self.written.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    script: Arc<Mutex<HashMap<String, Answer>>>,
    received: Arc<Mutex<Vec<Received>>>,
    written: Arc<AtomicUsize>,
) {
    let Some(request) = read(&mut stream).await else { return };
    let answer = script.lock().unwrap().get(&request.path).cloned();
    received.lock().unwrap().push(request);
    let head = |status: u16, rest: &str| {
        format!("HTTP/1.1 {status} X\r\nConnection: close\r\n{rest}\r\n").into_bytes()
    };
    let json = "Content-Type: application/json\r\n";
    match answer {
        None => drop(stream.write_all(&head(404, "Content-Length: 0\r\n")).await),
        Some(Answer::Json(status, body)) => {
            let rest = format!("{json}Content-Length: {}\r\n", body.len());
            let _ = stream.write_all(&[&head(status, &rest), body.as_bytes()].concat()).await;
        }
        Some(Answer::Late(pause, body)) => {
            tokio::time::sleep(pause).await;
            let rest = format!("{json}Content-Length: {}\r\n", body.len());
            let _ = stream.write_all(&[&head(200, &rest), body.as_bytes()].concat()).await;
        }
        Some(Answer::Redirect(status, target)) => {
            let rest = format!("Location: {target}\r\nContent-Length: 0\r\n");
            let _ = stream.write_all(&head(status, &rest)).await;
        }
        Some(Answer::Endless { announced }) => {
            const LENGTH: usize = 100 * 1024 * 1024;
            let length =
                if announced { format!("Content-Length: {LENGTH}\r\n") } else { String::new() };
            let _ = stream.write_all(&head(200, &format!("{json}{length}"))).await;
            let chunk = vec![b' '; 64 * 1024];
            for _ in 0..LENGTH / chunk.len() {
                if stream.write_all(&chunk).await.is_err() {
                    break;
                }
                written.fetch_add(chunk.len(), Ordering::SeqCst);
            }
        }
        Some(Answer::Silence) => tokio::time::sleep(Duration::from_secs(60)).await,
        Some(Answer::Head) => {
            let _ = stream.write_all(&head(200, &format!("{json}Content-Length: 9\r\n"))).await;
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        Some(Answer::Drip(pause)) => {
            for byte in head(200, json).into_iter().chain(std::iter::repeat_n(b' ', 10_000)) {
                if stream.write_all(&[byte]).await.is_err() {
                    break;
                }
                tokio::time::sleep(pause).await;
            }
        }
        Some(Answer::Cut) => {
            let _ = stream.write_all(&head(200, &format!("{json}Content-Length: 9\r\n"))).await;
            let _ = stream.write_all(b"{").await;
        }
    }
    let _ = stream.shutdown().await;
}

async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let mut lines = head.lines();
            let mut words = lines.next()?.split(' ').map(str::to_owned);
            let (method, target) = (words.next()?, words.next()?);
            let headers: HashMap<String, String> = lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect();
            let length = headers.get("content-length").map_or(0, |value| value.parse().unwrap());
            if body.len() >= length {
                let (path, query) = target.split_once('?').unwrap_or((&target, ""));
                return Some(Received {
                    method,
                    path: path.to_owned(),
                    query: query.to_owned(),
                    headers,
                    body: body.to_owned(),
                });
            }
        }
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(length) => bytes.extend_from_slice(&chunk[..length]),
        }
    }
}
