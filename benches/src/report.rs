//! What was seen, as Markdown.

use std::{fmt::Write as _, fs, path::Path, process::Command, time::Duration};

use crate::Measure;

const BEGIN: &str = "<!-- measured: begin -->\n";
const END: &str = "<!-- measured: end -->\n";

/// Tables, one behind the other. They are printed as they come.
pub struct Report(String);

impl Report {
    pub fn begin(measure: &Measure) -> Self {
        let mut report = Self(String::new());
        let day = output_of("date", &["-u", "+%F"]);
        let (rounds, time) = (measure.rounds, measure.slice().as_secs_f64());
        report.say(&format!("{day}, {rounds} rounds of {time} s. {}", machine()));
        report
    }

    /// A paragraph.
    pub fn say(&mut self, text: &str) {
        self.add(&format!("{text}\n\n"));
    }

    pub fn title(&mut self, text: &str) {
        self.add(&format!("### {text}\n\n"));
    }

    pub fn table(&mut self, columns: &[&str], rows: &[Vec<String>]) {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let head: Vec<String> = columns.iter().map(ToString::to_string).collect();
        let mut text = line(&head);
        // Numbers stand below each other; what is first is a name.
        let rule = (0..columns.len()).map(|at| if at == 0 { "---" } else { "--:" }.to_owned());
        text += &line(&rule.collect::<Vec<_>>());
        rows.iter().for_each(|row| text += &line(row));
        self.add(&(text + "\n"));
    }

    fn add(&mut self, text: &str) {
        print!("{text}");
        let _ = self.0.write_str(text);
    }

    /// Replaces what was measured before in a file.
    pub fn write(self, file: &Path) {
        let (before, behind) = around(file);
        let text = format!("{before}{BEGIN}\n{}{END}{behind}", self.0);
        fs::write(file, text).expect("the file to write to");
    }
}

/// What stands in a file before and behind what was measured.
pub fn around(file: &Path) -> (String, String) {
    let text = fs::read_to_string(file).expect("the file to write to");
    let (before, rest) = text.split_once(BEGIN).expect("where what was measured begins");
    let (_, behind) = rest.split_once(END).expect("where it ends");
    (before.to_owned(), behind.to_owned())
}

fn output_of(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map_or_else(
        |_| String::new(),
        |done| String::from_utf8_lossy(&done.stdout).trim().to_owned(),
    )
}

fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let names = || cpu.lines().filter_map(|line| line.strip_prefix("model name"));
    let name =
        names().next().map_or("an unknown processor", |name| name.trim_matches([' ', '\t', ':']));
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = memory.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kilobytes = kilobytes.and_then(|text| text.split_whitespace().next()?.parse::<u64>().ok());
    let gigabytes = kilobytes.unwrap_or_default() / (1024 * 1024);
    format!(
        "{cores} cores of {name}, {gigabytes} GiB, Linux {}; {}; {}, which waits for no disk.",
        output_of("uname", &["-r"]),
        output_of("rustc", &["--version"]),
        output_of("psql", &["--version"]).replace("psql (PostgreSQL)", "PostgreSQL"),
    )
}

/// Milliseconds with as many digits as matter.
pub fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    match ms {
        ..10.0 => format!("{ms:.2}"),
        ..100.0 => format!("{ms:.1}"),
        _ => format!("{ms:.0}"),
    }
}

/// The one in the middle.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
