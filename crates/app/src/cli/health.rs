use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

use crate::{
    config::{Problem, Settings},
    failure::Failure,
};

/// How long each step of asking may take: more than the service gives itself for the answer.
const PATIENCE: Duration = Duration::from_secs(4);

/// More than any answer of the service's about its health.
const LONGEST_ANSWER: u64 = 64 * 1024;

/// Asks the service that runs with this configuration on this machine for `/readyz`, and says what it
/// answers. Fails unless that is 200: for the health checks of containers, which have no other client.
pub fn run(settings: &Settings) -> Result<(), Failure> {
    let bind = settings.server.bind;
    if bind.port() == 0 {
        let message = "must name a port, or nobody can tell where the service listens";
        return Err(Problem::new("server.bind", message).into());
    }
    let answer = ask(reachable(bind)).map_err(Failure::while_("the service does not answer"))?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    match head.split_whitespace().nth(1) {
        Some("200") => {
            println!("{body}");
            Ok(())
        }
        _ => Err(Failure::while_("the service is not ready")(body.to_owned())),
    }
}

/// Where to reach what listens at an address, which may be every address of the machine.
fn reachable(bind: SocketAddr) -> SocketAddr {
    let mut address = bind;
    match bind {
        SocketAddr::V4(v4) if v4.ip().is_unspecified() => {
            address.set_ip(Ipv4Addr::LOCALHOST.into())
        }
        SocketAddr::V6(v6) if v6.ip().is_unspecified() => {
            address.set_ip(Ipv6Addr::LOCALHOST.into())
        }
        _ => {}
    }
    address
}

fn ask(address: SocketAddr) -> io::Result<String> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(stream, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(LONGEST_ANSWER).read_to_string(&mut answer)?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_listens_everywhere_is_asked_on_this_machine() {
        for (bind, asked) in [
            ("0.0.0.0:7860", "127.0.0.1:7860"),
            ("[::]:7860", "[::1]:7860"),
            ("192.0.2.1:80", "192.0.2.1:80"),
        ] {
            assert_eq!(reachable(bind.parse().unwrap()), asked.parse().unwrap(), "{bind}");
        }
    }
}
