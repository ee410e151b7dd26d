use std::{
    io::{self, ErrorKind},
    net::SocketAddr,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// One connection on which one request after the other is sent. Other clients try again by
/// themselves when a connection that was kept open ends; this one says so.
pub struct OpenConnection {
    stream: TcpStream,
    read: Vec<u8>,
}

/// What came on such a connection.
#[derive(Debug)]
pub struct Heard {
    /// The status.
    pub status: u16,
    /// Whether it was said to be the last answer on this connection.
    pub closes: bool,
    /// The body.
    pub body: Vec<u8>,
}

impl OpenConnection {
    /// Connects.
    pub async fn to(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::new() })
    }

    /// Sends anything, and whether it arrives is seen by the answer.
    pub async fn send(&mut self, text: &str) {
        let _ = self.stream.write_all(text.as_bytes()).await;
    }

    /// GET, and the answer to it.
    pub async fn get(&mut self, path: &str) -> io::Result<Heard> {
        self.send(&format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n")).await;
        self.answer().await
    }

    /// POST of JSON, and the answer to it.
    pub async fn post(&mut self, path: &str, body: &str) -> io::Result<Heard> {
        let length = body.len();
        self.send(&format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n\r\n{body}"
        ))
        .await;
        self.answer().await
    }

    /// Reads one answer whole. Its length must be said.
    pub async fn answer(&mut self) -> io::Result<Heard> {
        let head = loop {
            if let Some(end) = self.read.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                let rest = self.read.split_off(end + 4);
                let head = std::mem::replace(&mut self.read, rest);
                break String::from_utf8(head).expect("text").to_ascii_lowercase();
            }
            self.more().await?;
        };
        let length = header(&head, "content-length").expect("a length").parse().expect("a number");
        while self.read.len() < length {
            self.more().await?;
        }
        let rest = self.read.split_off(length);
        let body = std::mem::replace(&mut self.read, rest);
        let status = head.split(' ').nth(1).expect("a status").parse().expect("a number");
        Ok(Heard { status, closes: header(&head, "connection") == Some("close"), body })
    }

    async fn more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.read).await? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let mut fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    fields.find(|(field, _)| *field == name).map(|(_, value)| value.trim())
}
