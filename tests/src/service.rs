use std::{
    ffi::OsString,
    fs::File,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

use crate::{Answer, Client, Database, PASSWORD, signal};

/// Where a log is kept that is kept.
const LOG: &str = "log";

/// Where it is kept what the service says behind its first address.
const SAID: &str = "said";

/// How long the service may take until it says where it listens.
const START: Duration = Duration::from_secs(60);

/// How long it may take to end.
const END: Duration = Duration::from_secs(60);

/// The service's binary, as cargo built it beside this test.
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let path = test.ancestors().nth(2).expect("target/debug").join("bookplate");
    assert!(path.exists(), "{} is missing: cargo build -p bookplate", path.display());
    path
}

/// What a test asks of the service's configuration.
#[derive(Clone, Default)]
pub struct Options {
    file: Option<&'static str>,
    settings: Vec<(String, String)>,
    prefix: Vec<OsString>,
    logged: bool,
}

impl Options {
    /// `config/test.toml`: without limits, and with the cheapest hashes the service allows. The
    /// queue for hashes is long enough for the tests that ask for many at once.
    pub fn unlimited() -> Self {
        let file = Some(concat!(env!("CARGO_MANIFEST_DIR"), "/../config/test.toml"));
        Self { file, ..Self::default() }.with("PASSWORDS__HASH_QUEUE", "1000")
    }

    /// Lets the requests of a crowd wait for each other for longer than even a slow machine takes.
    #[must_use]
    pub fn patient(self) -> Self {
        self.with("DATABASE__ACQUIRE_TIMEOUT", "60s").with("DATABASE__STATEMENT_TIMEOUT", "60s")
    }

    /// Sets one key, as `SECTION__KEY`.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.settings.push((format!("BOOKPLATE__{key}"), value.to_owned()));
        self
    }

    /// Starts the binary by another program, which has to become it: its arguments come before the
    /// binary's path.
    #[must_use]
    pub fn by(mut self, command: &Command) -> Self {
        self.prefix = std::iter::once(command.get_program())
            .chain(command.get_args())
            .map(OsString::from)
            .collect();
        self
    }

    /// Keeps the log in a file, for [`Service::log`].
    #[must_use]
    pub fn logged(mut self) -> Self {
        self.logged = true;
        self
    }
}

/// A process that does not outlive its test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A running service. It is killed when it is dropped.
pub struct Service {
    process: Process,
    base: String,
    folder: TempDir,
    options: Options,
}

impl Service {
    /// Starts the service on a database and waits until it listens.
    pub fn start(database: &Database, options: Options) -> Self {
        Self::start_at(database.url(), options)
    }

    /// Starts it on a database that is reached by another way than a test's own.
    pub fn start_at(url: &str, options: Options) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = options.with("DATABASE__URL", url);
        let (process, base) = spawn(&folder, &options);
        Self { process, base, folder, options }
    }

    /// Ends the service at once, as a crash would, and starts it again.
    pub fn kill_and_restart(&mut self) {
        self.kill();
        self.restart();
    }

    /// Starts it again after it has ended.
    pub fn restart(&mut self) {
        (self.process, self.base) = spawn(&self.folder, &self.options);
    }

    /// SIGKILL.
    pub fn kill(&mut self) {
        self.process.0.kill().expect("the process can be killed");
        self.process.0.wait().expect("the process ends");
    }

    /// Has it listen at the address that it has now whenever it is started again.
    pub fn stay(&mut self) {
        let address = self.base.trim_start_matches("http://").to_owned();
        self.options = self.options.clone().with("SERVER__BIND", &address);
    }

    /// Sends its process a signal: `TERM`, `INT`.
    pub fn signal(&self, name: &str) {
        assert!(signal(name, &[self.process_id()]), "the service has ended");
    }

    /// Waits until its process has ended by itself.
    pub fn ended(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.process.0.try_wait().expect("a process") {
                return status;
            }
            assert!(begun.elapsed() < END, "the service does not end");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// SIGTERM, and all that it does until it has ended in peace.
    pub fn terminate(&mut self) {
        self.signal("TERM");
        let status = self.ended();
        assert!(status.success(), "{status}");
    }

    /// Runs a command of the same binary with the same configuration, beside the service, and
    /// answers what it prints.
    pub fn command(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments, "");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        String::from_utf8(output.stdout).expect("text")
    }

    /// The same for a command that may fail, or that reads something.
    pub fn run(&self, arguments: &[&str], input: &str) -> Output {
        self.run_by(&self.options, arguments, input)
    }

    /// The same where one key is another than the service's.
    pub fn run_where(&self, key: &str, value: &str, arguments: &[&str]) -> Output {
        self.run_by(&self.options.clone().with(key, value), arguments, "")
    }

    fn run_by(&self, options: &Options, arguments: &[&str], input: &str) -> Output {
        let mut command = command(&self.folder, options);
        command.args(arguments).stdin(Stdio::piped());
        let mut process = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let mut stdin = process.stdin.take().expect("a pipe");
        // One that does not read has closed it by now.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        process.wait_with_output().expect("the command runs")
    }

    /// Makes an account of a role by command, under the usual password, and signs it in.
    pub async fn sign_in_new(&self, email: &str, role: &str) -> Answer {
        self.make_user(email, role);
        self.client().log_in(email).await.is(200)
    }

    /// Makes an account of a role by command, under the usual password.
    pub fn make_user(&self, email: &str, role: &str) {
        let arguments = ["users", "create", "--email", email, "--name", "Grace Hopper", "--role"];
        let arguments = [&arguments[..], &[role, "--password-stdin"]].concat();
        let output = self.run(&arguments, PASSWORD);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// How many sockets its process has open.
    pub fn open_sockets(&self) -> usize {
        let files = format!("/proc/{}/fd", self.process.0.id());
        let files = std::fs::read_dir(files).expect("the process runs");
        let links = files.filter_map(|file| std::fs::read_link(file.ok()?.path()).ok());
        links.filter(|link| link.to_string_lossy().starts_with("socket:")).count()
    }

    /// How much time its process has spent on processors, in hundredths of a second.
    pub fn processor_time(&self) -> u64 {
        let stat = format!("/proc/{}/stat", self.process.0.id());
        let stat = std::fs::read_to_string(stat).expect("the process runs");
        // Behind the name, which may have blanks, come the state and ten numbers before these two.
        let (_, fields) = stat.rsplit_once(')').expect("a name");
        let times = fields.split_whitespace().skip(11).take(2);
        times.map(|time| time.parse::<u64>().expect("a number")).sum()
    }

    /// The memory that its process holds, in KiB.
    pub fn resident_kib(&self) -> u64 {
        let status = format!("/proc/{}/status", self.process.0.id());
        let status = std::fs::read_to_string(status).expect("the process runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().next());
        number.and_then(|number| number.parse().ok()).expect("a number of KiB")
    }

    /// Whether its process is dead, even if whoever traces it has not let go of it.
    pub fn is_dead(&self) -> bool {
        let stat = format!("/proc/{}/stat", self.process.0.id());
        let stat = std::fs::read_to_string(stat).unwrap_or_default();
        stat.rsplit_once(") ").is_none_or(|(_, rest)| rest.starts_with(['Z', 'X']))
    }

    /// The id of its process.
    pub fn process_id(&self) -> u32 {
        self.process.0.id()
    }

    /// What it has logged since it was first started, if its options say that this is kept.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join(LOG)).expect("a log that is kept")
    }

    /// A folder of its own for files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The service's address, without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Where it tells what it measures, without a slash at the end.
    pub fn metrics_base(&self) -> String {
        let begun = Instant::now();
        loop {
            let said = std::fs::read_to_string(self.folder.path().join(SAID)).expect("a file");
            let whole = said.split_inclusive('\n').filter(|line| line.ends_with('\n'));
            let line = whole.rev().find(|line| line.starts_with("Metrics"));
            if let Some(base) = line.and_then(address) {
                return base;
            }
            assert!(begun.elapsed() < START, "it does not say where it tells what it measures");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// A client of this service.
    pub fn client(&self) -> Client {
        Client::new(&self.base)
    }
}

fn command(folder: &TempDir, options: &Options) -> Command {
    let mut command = match options.prefix.split_first() {
        None => Command::new(binary()),
        Some((program, arguments)) => {
            let mut command = Command::new(program);
            command.args(arguments).arg(binary());
            command
        }
    };
    if let Ok(count) = std::env::var("BOOKPLATE_TEST_MAX_CONNECTIONS") {
        command.env("BOOKPLATE__DATABASE__MAX_CONNECTIONS", count);
    }
    command
        .current_dir(folder.path())
        .env("BOOKPLATE__SERVER__BIND", "127.0.0.1:0")
        .env("BOOKPLATE__SERVER__METRICS_BIND", "127.0.0.1:0")
        .env("BOOKPLATE__LOG__LEVEL", "warn")
        .envs(options.settings.iter().map(|(key, value)| (key, value)));
    if let Some(file) = options.file {
        command.args(["--config", file]);
    }
    command
}

fn spawn(folder: &TempDir, options: &Options) -> (Process, String) {
    let mut command = command(folder, options);
    command.stdout(Stdio::piped());
    if options.logged {
        let log = File::options().create(true).append(true).open(folder.path().join(LOG));
        command.stderr(log.expect("a file for the log"));
    }
    let mut process = Process(command.spawn().expect("the service starts"));
    let begun = Instant::now();
    let stdout = process.0.stdout.take().expect("a pipe");
    let mut lines = BufReader::new(stdout).lines();
    loop {
        assert!(begun.elapsed() < START, "the service did not say where it listens");
        let line = lines.next().expect("the service stopped at its start").expect("text");
        if let Some(base) = address(&line) {
            // What it says later must not fill the pipe.
            let mut said = File::create(folder.path().join(SAID)).expect("a file");
            std::thread::spawn(move || {
                lines.map_while(Result::ok).for_each(|line| drop(writeln!(said, "{line}")));
            });
            return (process, base);
        }
    }
}

/// The first address of the web in a line, up to its port.
fn address(line: &str) -> Option<String> {
    let rest = &line[line.find("http://")? + "http://".len()..];
    let authority: String = rest.chars().take_while(|c| !c.is_whitespace() && *c != '/').collect();
    Some(format!("http://{authority}"))
}
