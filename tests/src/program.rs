use std::{
    env,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

/// A variable that `tests/run` sets.
pub fn needed(variable: &str) -> String {
    env::var(variable).unwrap_or_else(|_| panic!("{variable} is not set; run tests/run"))
}

/// A program in another language, beside the service. It ends with its test.
pub struct Program(Child);

impl Program {
    /// Starts it. Its standard input ends when it is dropped.
    pub fn start(command: &mut Command) -> Self {
        let process = command.stdin(Stdio::piped()).spawn();
        let named = command.get_program();
        Self(process.unwrap_or_else(|error| panic!("{named:?}, by tests/run: {error}")))
    }

    /// The id of its process.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.0.try_wait().expect("a process").is_some()
    }

    /// What it prints, if that was asked for.
    pub fn output(&mut self) -> ChildStdout {
        self.0.stdout.take().expect("a pipe")
    }

    /// Its address, without a slash at the end, once it says where it listens: in its output or, as
    /// uvicorn does, among its errors, whichever is piped.
    pub fn base(&mut self) -> String {
        match self.0.stderr.take() {
            Some(errors) => listening(errors),
            None => listening(self.output()),
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn listening(output: impl Read + Send + 'static) -> String {
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let mut said = Vec::new();
    for line in lines.by_ref() {
        if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
            let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
            // What it says later must not fill the pipe, and may tell why a test fails.
            std::thread::spawn(move || lines.for_each(|line| eprintln!("{line}")));
            return format!("http://127.0.0.1:{port}");
        }
        said.push(line);
    }
    panic!("the program stopped:\n{}", said.join("\n"));
}

/// A command that root runs as PostgreSQL's user, to whom the folder is given: programs of servers
/// refuse to run as root.
pub fn unprivileged(folder: &Path, program: &str) -> Command {
    let id = Command::new("id").arg("-u").output().expect("id runs").stdout;
    if id.trim_ascii() != b"0" {
        return Command::new(program);
    }
    let status = Command::new("chown").args(["-R", "postgres:postgres"]).arg(folder).status();
    assert!(status.expect("chown runs").success(), "there is no user postgres");
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", program]);
    command.current_dir("/");
    command
}
