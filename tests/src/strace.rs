use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::{Service, signal};

/// Tampers with the system calls of a running service, until it is dropped or the service is gone.
pub struct Strace(Child);

impl Strace {
    /// Begins. `tampering` is what `strace -e inject=` takes, such as `pwrite64:signal=KILL:when=3`,
    /// which counts the calls of each thread from now on.
    pub fn of(service: &Service, tampering: &str) -> Self {
        let mut strace = Command::new("strace")
            .args(["-f", "-o", "/dev/null", "-e", "trace=pwrite64,fsync,ftruncate"])
            .args(["-e", &format!("inject={tampering}")])
            .args(["-p", &service.process_id().to_string()])
            .stderr(Stdio::piped())
            .spawn()
            .expect("strace, which tests/run installs");
        let mut lines = BufReader::new(strace.stderr.take().expect("a pipe")).lines();
        let line = lines.next().expect("it says something").expect("text");
        assert!(
            line.contains(" attached"),
            "strace cannot attach to a process of this test; allow ptrace (in a container: \
             --cap-add SYS_PTRACE): {line}"
        );
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Self(strace)
    }
}

impl Drop for Strace {
    fn drop(&mut self) {
        // On this signal it lets the service go on undisturbed. Where the service has died it may wait
        // for a thread for ever, and then it is killed.
        signal("INT", &[self.0.id()]);
        for _ in 0..200 {
            if matches!(self.0.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
