use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

/// A network that brings every request to the service, and loses some answers on the way back.
pub struct LossyNetwork {
    /// Where it is, in place of the service.
    pub base: String,
    /// The method whose next answer is lost.
    lost: Arc<Mutex<Option<&'static str>>>,
}

impl LossyNetwork {
    /// Begins to carry what is sent to its address.
    pub fn before(service: &str) -> Self {
        let service = service.strip_prefix("http://").unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let lost = Arc::new(Mutex::new(None));
        let loses = Arc::clone(&lost);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(&service) else { return };
                connect(client, server, &loses);
            }
        });
        Self { base, lost }
    }

    /// Loses the next answer to a method.
    pub fn lose_next(&self, method: &'static str) {
        *self.lost.lock().unwrap() = Some(method);
    }

    /// Whether that has happened.
    pub fn has_lost(&self) -> bool {
        self.lost.lock().unwrap().is_none()
    }
}

/// Carries bytes both ways between two ends.
fn connect(client: TcpStream, server: TcpStream, lost: &Arc<Mutex<Option<&'static str>>>) {
    let request = Arc::new(Mutex::new(String::new()));
    let (seen, lost) = (Arc::clone(&request), Arc::clone(lost));
    let (from_client, to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    carry(from_client, to_server, move |bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Some((line, _)) = text.split_once(" HTTP/1.1\r\n") {
            *seen.lock().unwrap() = line.to_owned();
        }
        true
    });
    carry(server, client, move |_| {
        let mut lost = lost.lock().unwrap();
        let lose = lost.is_some_and(|method| request.lock().unwrap().starts_with(method));
        if lose {
            *lost = None;
        }
        !lose
    });
}

/// Carries bytes one way until there are no more, or until they are to be lost.
fn carry(mut from: TcpStream, mut to: TcpStream, pass: impl Fn(&[u8]) -> bool + Send + 'static) {
    thread::spawn(move || {
        let mut buffer = [0; 65536];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            if !pass(&buffer[..length]) || to.write_all(&buffer[..length]).is_err() {
                break;
            }
        }
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    });
}
