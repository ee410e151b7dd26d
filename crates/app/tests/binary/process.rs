use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// Forty bytes that nothing is wrong with.
pub const GOOD_SECRET: &str = "q7LmZ2xVtR9bKfW4sYc8Nd3HpJg6Ae1UoXiT5kBw";
/// How long the service may take to say something, or to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder of its own, where the binary is run with nothing in its environment but what a test
/// sets.
pub struct Operator {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

impl Operator {
    pub fn new() -> Self {
        let operator = Self { folder: tempfile::tempdir().unwrap(), variables: Vec::new() };
        // Many run side by side, and some hash.
        operator.with("server.metrics_bind", "127.0.0.1:0").with("passwords.bcrypt_cost", "10")
    }

    /// Sets one key, as `section.key`.
    pub fn with(mut self, key: &str, value: &str) -> Self {
        let name = key.replace('.', "__").to_uppercase();
        self.variables.push((format!("BOOKPLATE__{name}"), value.to_owned()));
        self
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with_input(arguments, "")
    }

    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        let mut child = self.spawn(arguments);
        let mut stdin = child.stdin.take().unwrap();
        // A command that refuses early reads nothing.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        Ran(child.wait_with_output().unwrap())
    }

    /// Starts the service and waits until it says where its API is.
    pub fn serve(&self) -> Service {
        let mut child = self.spawn(&["serve"]);
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let address = line
            .split_once("http://")
            .and_then(|(_, rest)| rest.split_once('/'))
            .unwrap_or_else(|| panic!("no address in {line:?}; {:?}", child.wait()))
            .0
            .to_owned();
        Service { child, stdout, address }
    }

    fn spawn(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_bookplate"))
            .args(arguments)
            .current_dir(self.folder())
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }
}

/// A command that has ended.
#[derive(Debug)]
pub struct Ran(Output);

impl Ran {
    pub fn stdout(&self) -> &str {
        str::from_utf8(&self.0.stdout).unwrap()
    }

    pub fn stderr(&self) -> &str {
        str::from_utf8(&self.0.stderr).unwrap()
    }

    pub fn code(&self) -> i32 {
        self.0.status.code().unwrap()
    }

    /// The standard output of a command that succeeded and had nothing to complain of.
    pub fn succeeded(&self) -> &str {
        assert!(self.0.status.success(), "{self:?}");
        assert!(self.0.stderr.is_empty(), "{self:?}");
        self.stdout()
    }

    /// The one line on stderr of a command that failed and said nothing else.
    pub fn refusal(&self) -> &str {
        assert!(!self.0.status.success(), "{self:?}");
        assert!(self.0.stdout.is_empty(), "{self:?}");
        let stderr = str::from_utf8(&self.0.stderr).unwrap();
        let line = stderr.strip_suffix('\n').unwrap();
        assert!(!line.contains('\n'), "{stderr}");
        line
    }
}

/// A running service. It is killed when it is dropped.
pub struct Service {
    child: Child,
    stdout: BufReader<ChildStdout>,
    address: String,
}

impl Service {
    /// Host and port, as the service said them.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Sends one request and reads the whole answer, head and body.
    pub fn request(&self, method: &str, path: &str, body: &str) -> String {
        self.request_with(method, path, "", body)
    }

    /// The same, with further header lines, each with its line end.
    pub fn request_with(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n{headers}\r\n{body}",
            self.address,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Reads the log until all of these stand in it, and answers what was read.
    pub fn log_until(mut self, expected: &[&str]) -> String {
        let mut log = BufReader::new(self.child.stderr.take().unwrap());
        let mut said = String::new();
        while !expected.iter().all(|text| said.contains(text)) {
            assert_ne!(log.read_line(&mut said).unwrap(), 0, "the log ends: {said}");
        }
        said
    }

    /// Sends SIGTERM, and answers how the service ended and what else it said.
    pub fn terminate(mut self) -> (ExitStatus, String) {
        let pid = self.child.id().to_string();
        let killed = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(killed.unwrap().success());
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < PATIENCE, "the service does not end");
            thread::sleep(Duration::from_millis(20));
        };
        let mut said = String::new();
        self.stdout.read_to_string(&mut said).unwrap();
        (status, said)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
