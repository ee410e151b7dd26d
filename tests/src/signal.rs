use std::{fmt::Display, process::Command};

/// Sends processes a signal: `TERM`, `INT`. Answers whether all of them were there.
pub fn signal(name: &str, processes: &[impl Display]) -> bool {
    let processes: Vec<String> = processes.iter().map(ToString::to_string).collect();
    // A program of this name is not on every machine; a shell has it.
    let kill = format!("kill -{name} {} 2> /dev/null", processes.join(" "));
    Command::new("sh").args(["-c", &kill]).status().expect("a shell").success()
}
