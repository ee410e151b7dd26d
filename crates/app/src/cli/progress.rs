//! How far long work has come, on stderr: a bar on a terminal, plain lines elsewhere.

use std::{
    io::{self, IsTerminal},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

/// How often a plain line is written.
const EVERY: Duration = Duration::from_secs(5);

/// Shows how far one piece of work has come.
pub struct Progress {
    what: &'static str,
    /// `None` if that is not known beforehand.
    total: Option<u64>,
    bar: Option<ProgressBar>,
    said: Instant,
}

impl Progress {
    /// Begins to show work, such as "importing", on so many bytes.
    pub fn on_bytes(what: &'static str, total: u64) -> Self {
        let style = "{msg:<10} {bar:30} {percent:>3} %  {elapsed}, {eta} left";
        Self::new(what, Some(total), style)
    }

    /// Begins to show work whose length nobody knows, by how many accounts are done.
    pub fn on_accounts(what: &'static str) -> Self {
        Self::new(what, None, "{msg:<10} {spinner} {human_pos} accounts  {elapsed}")
    }

    fn new(what: &'static str, total: Option<u64>, style: &str) -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template(style);
            let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
            bar.with_style(style).with_message(what)
        });
        Self { what, total, bar, said: Instant::now() }
    }

    /// Tells how much is done.
    pub fn at(&mut self, done: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        } else if self.said.elapsed() >= EVERY {
            self.said = Instant::now();
            eprintln!("{}", self.line(done));
        }
    }

    /// Writes a line of its own to stderr, above a bar if there is one.
    pub fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{line}")),
            None => eprintln!("{line}"),
        }
    }

    fn line(&self, done: u64) -> String {
        match self.total {
            Some(total) => {
                let percent = done.saturating_mul(100) / total.max(1);
                format!("{}: {} %", self.what, percent.min(100))
            }
            None => format!("{}: {done} accounts", self.what),
        }
    }
}

/// A bar is gone when its work is done; what came of that is said elsewhere.
impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_line_tells_how_much_is_done() {
        let importing = Progress::on_bytes("importing", 2000);
        assert_eq!(importing.line(840), "importing: 42 %");
        assert_eq!(importing.line(2001), "importing: 100 %");
        assert_eq!(Progress::on_bytes("importing", 0).line(0), "importing: 0 %");
        assert_eq!(Progress::on_accounts("exporting").line(7), "exporting: 7 accounts");
    }
}
