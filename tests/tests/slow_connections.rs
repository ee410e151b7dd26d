//! Clients that are slow on purpose cost nobody else anything, and are gone after a while.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail")]

use std::time::{Duration, Instant};

use futures::future::join_all;
use journeys::{Client, Database, Options, Service};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpSocket,
    time::{sleep, timeout},
};

/// How many slow clients there are of each kind.
const CROWD: usize = 75;

/// After how long each of them must be gone.
const GONE: Duration = Duration::from_secs(20);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Slow {
    /// Says nothing at all.
    Silent,
    /// Never comes to the end of its headers.
    Head,
    /// The same with the second request of a connection.
    SecondHead,
    /// Says nothing but empty lines after a first request.
    EmptyLines,
    /// Never comes to the end of a body that somebody waits for.
    Body,
    /// The same with a body that nobody wants.
    UnreadBody,
    /// The same in chunks.
    UnreadChunks,
    /// Asks for much and takes next to nothing.
    Reader,
}

const KINDS: [Slow; 8] = [
    Slow::Silent,
    Slow::Head,
    Slow::SecondHead,
    Slow::EmptyLines,
    Slow::Body,
    Slow::UnreadBody,
    Slow::UnreadChunks,
    Slow::Reader,
];

impl Slow {
    fn begins(self) -> String {
        let head = "GET /livez HTTP/1.1\r\nHost: x\r\n";
        let json = "Content-Type: application/json\r\n";
        let unread = "POST /api/v1/none HTTP/1.1\r\nHost: x\r\n";
        match self {
            Self::Silent => String::new(),
            Self::Head => head.to_owned(),
            Self::SecondHead => format!("{head}\r\n{head}"),
            Self::EmptyLines => format!("{head}\r\n\r\n"),
            Self::Body => format!(
                "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\n{json}Content-Length: 1000\r\n\r\n"
            ),
            Self::UnreadBody => format!("{unread}Content-Length: 1000\r\n\r\n"),
            Self::UnreadChunks => {
                format!("{unread}Transfer-Encoding: chunked\r\n\r\nffff\r\n")
            }
            Self::Reader => {
                "GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n".to_owned().repeat(8)
            }
        }
    }

    /// What it sends every now and then, so as not to look idle.
    fn goes_on(self) -> &'static str {
        match self {
            Self::Silent | Self::Reader => "",
            Self::Head | Self::SecondHead => "X-A: b\r\n",
            Self::EmptyLines => "\r\n",
            Self::Body | Self::UnreadBody | Self::UnreadChunks => "x",
        }
    }

    /// Plays one such client until the service ends the connection; answers how long that took.
    async fn play(self, address: &str) -> Duration {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(2048).unwrap();
        let mut stream = socket.connect(address.parse().unwrap()).await.unwrap();
        stream.write_all(self.begins().as_bytes()).await.unwrap();
        let begun = Instant::now();
        let mut taken = [0; 64];
        loop {
            match timeout(Duration::from_secs(1), stream.read(&mut taken)).await {
                Ok(Ok(0) | Err(_)) => return begun.elapsed(),
                // The others take at once what comes: it is little.
                Ok(Ok(_)) if matches!(self, Self::Reader) => sleep(Duration::from_secs(1)).await,
                Ok(Ok(_)) => {}
                Err(_) => {}
            }
            if stream.write_all(self.goes_on().as_bytes()).await.is_err() {
                return begun.elapsed();
            }
            assert!(begun.elapsed() < 3 * GONE, "{self:?} is never ended");
        }
    }
}

/// What somebody on a bad line takes in a second.
const SLOW_BUT_STEADY: usize = 8 * 1024;

/// Takes an answer slowly and steadily, for longer than anybody else lasts; answers how much that
/// was.
async fn read_steadily(address: &str) -> usize {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(8 * 1024).unwrap();
    let mut stream = socket.connect(address.parse().unwrap()).await.unwrap();
    stream.write_all(Slow::Reader.begins().as_bytes()).await.unwrap();
    let (begun, mut taken) = (Instant::now(), 0);
    let mut second = vec![0; SLOW_BUT_STEADY];
    while begun.elapsed() < 2 * GONE {
        taken += stream.read_exact(&mut second).await.expect("the answer goes on");
        sleep(Duration::from_secs(1)).await;
    }
    taken
}

/// How long others wait for an answer meanwhile, at worst.
async fn others(client: &Client, until: Instant) -> Duration {
    let mut worst = Duration::ZERO;
    while Instant::now() < until {
        let begun = Instant::now();
        client.get("/livez").await.is(200);
        worst = worst.max(begun.elapsed());
        sleep(Duration::from_millis(50)).await;
    }
    worst
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_clients_are_gone_after_a_while_and_harm_nobody() {
    let database = Database::sqlite();
    let service = Service::start(&database, Options::unlimited());
    let client = service.client();
    client.get("/livez").await.is(200);
    let address = service.base().strip_prefix("http://").unwrap();
    let before = service.open_sockets();

    let crowd = KINDS
        .into_iter()
        .flat_map(|kind| (0..CROWD).map(move |_| async move { (kind, kind.play(address).await) }));
    let meanwhile = async {
        let worst = others(&client, Instant::now() + GONE).await;
        let begun = Instant::now();
        // One is that of the others, and one of whoever is slow and honest.
        while service.open_sockets() > before + 2 {
            assert!(begun.elapsed() < GONE / 2, "{} sockets are open", service.open_sockets());
            sleep(Duration::from_millis(100)).await;
        }
        worst
    };
    let (lasted, worst, taken) = tokio::join!(join_all(crowd), meanwhile, read_steadily(address));
    assert!(taken > 32 * SLOW_BUT_STEADY, "{taken} bytes");
    for kind in KINDS {
        let lasted = lasted.iter().filter(|(each, _)| *each == kind);
        let longest = lasted.map(|(_, lasted)| *lasted).max().unwrap();
        println!("{kind:?}: {longest:?} at most");
        // A slow reader has to take what has arrived before it sees that there is no more.
        assert!(longest < GONE || kind == Slow::Reader, "{kind:?} lasted {longest:?}");
    }
    assert!(worst < Duration::from_secs(2), "others waited for {worst:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_connections_than_there_may_be_wait_for_their_turn() {
    let database = Database::sqlite();
    let options =
        Options::unlimited().with("SERVER__MAX_CONNECTIONS", "16").with("SERVER__WORKERS", "1");
    let service = Service::start(&database, options);
    let address = service.base().strip_prefix("http://").unwrap();
    let before = service.open_sockets();
    let crowd = (0..100).map(|_| async move {
        let socket = TcpSocket::new_v4().unwrap();
        let mut stream = socket.connect(address.parse().unwrap()).await.unwrap();
        stream
            .write_all(b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            .await
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    });
    let held = (0..20).map(|_| async move { Slow::Silent.play(address).await });
    let most = async {
        let mut most = 0;
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(5) {
            most = most.max(service.open_sockets() - before);
            sleep(Duration::from_millis(100)).await;
        }
        most
    };
    let (most, ..) = tokio::join!(most, join_all(held), join_all(crowd));
    // The one that is refused for the time being has been taken out of the queue already.
    assert!((16..=18).contains(&most), "{most} connections were open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_proxy_closes_its_idle_connections_itself() {
    let request = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
    let asked_twice = async |trusted: &str| {
        let database = Database::sqlite();
        let options = Options::unlimited().with("SERVER__TRUSTED_PROXIES", trusted);
        let service = Service::start(&database, options);
        let address = service.base().strip_prefix("http://").unwrap();
        let socket = TcpSocket::new_v4().unwrap();
        let mut stream = socket.connect(address.parse().unwrap()).await.unwrap();
        let mut answer = vec![0; 4096];
        stream.write_all(request).await.unwrap();
        assert!(stream.read(&mut answer).await.unwrap() > 0);
        sleep(Duration::from_secs(17)).await;
        let sent = stream.write_all(request).await;
        sent.is_ok() && matches!(stream.read(&mut answer).await, Ok(read) if read > 0)
    };
    let (proxy, other) = tokio::join!(asked_twice("127.0.0.1"), asked_twice("192.0.2.1"));
    assert!(proxy, "what a proxy sends after a pause is answered");
    assert!(!other, "others are not waited for so long");
}
