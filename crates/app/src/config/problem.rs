use std::fmt;

/// What is wrong with the configuration: one line that names the key.
///
/// It says what the value may be and never what it is, since any value may be a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    key: String,
    message: String,
    origin: Option<String>,
}

impl Problem {
    /// A problem with the value of `key`.
    pub fn new(key: impl Into<String>, message: impl Into<String>) -> Self {
        Self { key: key.into(), message: message.into(), origin: None }
    }

    /// The dotted path of the key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The same problem, with the file or variable that the value came from.
    #[must_use]
    pub fn with_origin(mut self, origin: Option<String>) -> Self {
        self.origin = origin.or(self.origin);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = format!("{}: {}", self.key, self.message);
        if let Some(origin) = &self.origin {
            line += &format!(" (from {origin})");
        }
        // A key in a file may hold a line end, and so may the name of the file.
        f.write_str(&line.replace(char::is_control, " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_one_line_that_names_key_and_origin() {
        let problem = Problem::new("server.\nbind", "must be an address")
            .with_origin(Some("BOOKPLATE__SERVER__BIND".into()));
        assert_eq!(
            problem.to_string(),
            "server. bind: must be an address (from BOOKPLATE__SERVER__BIND)"
        );
    }
}
