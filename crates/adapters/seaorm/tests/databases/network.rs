//! A network that can be cut without a word.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Carries connections to a server. Cut, it takes new connections as before, and nothing arrives on any.
/// Those that were open then stay silent for ever, also when the network is whole again.
pub struct Network {
    address: SocketAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    is_cut: Mutex<bool>,
    whole: Condvar,
    /// How often it was cut: who began under another number is silent.
    cuts: AtomicUsize,
}

impl Network {
    pub fn before(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State::default());
        let shared = state.clone();
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (state, server) = (shared.clone(), server.clone());
                thread::spawn(move || carry_both_ways(client, &server, &state));
            }
        });
        Self { address, state }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn cut(&self) {
        *self.state.is_cut.lock().unwrap() = true;
        self.state.cuts.fetch_add(1, Ordering::SeqCst);
    }

    pub fn mend(&self) {
        *self.state.is_cut.lock().unwrap() = false;
        self.state.whole.notify_all();
    }
}

fn carry_both_ways(client: TcpStream, server: &str, state: &Arc<State>) {
    let cuts = state.cuts.load(Ordering::SeqCst);
    let is_cut = state.is_cut.lock().unwrap();
    drop(state.whole.wait_while(is_cut, |is_cut| *is_cut).unwrap());
    // Of those that began while it was cut nothing is heard later.
    if cuts != state.cuts.load(Ordering::SeqCst) {
        return silent(&client);
    }
    let Ok(server) = TcpStream::connect(server) else { return };
    let (from, to, shared) =
        (client.try_clone().unwrap(), server.try_clone().unwrap(), state.clone());
    thread::spawn(move || carry(from, to, &shared, cuts));
    carry(server, client, state, cuts);
}

/// Until an end hangs up; what comes after a cut goes nowhere, and nobody is told.
fn carry(mut from: TcpStream, mut to: TcpStream, state: &State, cuts: usize) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        if state.cuts.load(Ordering::SeqCst) == cuts && to.write_all(&buffer[..read]).is_err() {
            break;
        }
    }
    if state.cuts.load(Ordering::SeqCst) == cuts {
        let _ = to.shutdown(std::net::Shutdown::Both);
    } else {
        // The other end never hears of it.
        std::mem::forget(to);
    }
}

/// Takes what comes until the other end hangs up.
fn silent(mut client: &TcpStream) {
    let mut buffer = [0; 1024];
    while let Ok(1..) = client.read(&mut buffer) {}
}
