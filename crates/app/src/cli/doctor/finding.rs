use std::io::{self, Write};

use serde::Serialize;

use crate::failure::Failure;

/// How it stands with what was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    /// As it should be.
    Ok,
    /// It works, and may not be meant so.
    Warning,
    /// It does not work, or is not safe.
    Error,
}

impl Status {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    #[serde(rename = "check")]
    pub name: String,
    pub status: Status,
    pub detail: String,
}

impl Finding {
    pub fn new(status: Status, name: impl Into<String>, detail: impl Into<String>) -> Self {
        // Some of it was said by others.
        let detail = detail.into().replace(char::is_control, " ");
        Self { name: name.into(), status, detail }
    }

    pub fn ok(name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(Status::Ok, name, detail)
    }

    pub fn warning(name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(Status::Warning, name, detail)
    }

    pub fn error(name: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(Status::Error, name, detail)
    }
}

/// The findings of a check that looks for several faults: the faults, or one line if there is none.
pub(super) fn faults_or(name: &'static str, faults: Vec<Finding>, ok: &str) -> Vec<Finding> {
    if faults.is_empty() { vec![Finding::ok(name, ok)] } else { faults }
}

/// Prints the report: a line for each finding, or all as JSON.
pub(super) fn print(findings: &[Finding], json: bool) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let printed = if json {
        let text = serde_json::to_string_pretty(findings);
        let text = text.map_err(Failure::while_("cannot print"))?;
        writeln!(out, "{text}")
    } else {
        findings.iter().try_for_each(|finding| {
            let Finding { name, status, detail } = finding;
            writeln!(out, "{:<8} {name:<14} {detail}", status.as_str())
        })
    };
    printed.map_err(Failure::while_("cannot print"))
}
