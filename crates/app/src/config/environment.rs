use std::{collections::BTreeMap, ffi::OsString, fs};

use super::Problem;

/// What the names of our variables begin with.
pub const PREFIX: &str = "BOOKPLATE";
/// What parts the segments of a key in the name of a variable.
pub const SEPARATOR: &str = "__";
const FILE_SUFFIX: &str = "_FILE";
/// A key whose own name ends so: its value is a path.
const KEY_OF_A_PATH: &str = "MAIL__SMTP__CA_FILE";

/// The values that the environment sets, by dotted key.
#[derive(Clone, Debug, Default)]
pub struct Environment(BTreeMap<String, Variable>);

#[derive(Clone)]
struct Variable {
    name: String,
    value: String,
}

impl std::fmt::Debug for Variable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

impl Environment {
    /// Takes our variables out of `variables`: those of `BOOKPLATE__SECTION__KEY`, and, from the
    /// files that they name, those of `BOOKPLATE__SECTION__KEY_FILE`. Empty ones count as unset.
    pub fn read(
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, Problem> {
        let mut environment = Self::default();
        for (name, value) in variables {
            let Some(name) = name.to_str() else { continue };
            let Some(rest) = name.strip_prefix(&format!("{PREFIX}{SEPARATOR}")) else {
                continue;
            };
            if value.is_empty() {
                continue;
            }
            let path = plain_name(rest);
            let in_file = path != rest;
            let key = dotted(path).ok_or_else(|| {
                Problem::new(name, "unknown key; write BOOKPLATE__SECTION__KEY in capitals")
            })?;
            let refuse = |message: String| {
                Problem::new(key.as_str(), message).with_origin(Some(name.to_owned()))
            };
            let value = value.into_string().map_err(|_| refuse("must be UTF-8 text".into()))?;
            let value = if in_file {
                let text = fs::read_to_string(&value)
                    .map_err(|error| refuse(format!("cannot read {value}: {error}")))?;
                text.trim_end_matches(['\r', '\n']).to_owned()
            } else {
                value
            };
            let name = name.to_owned();
            let variable = Variable { name, value };
            if environment.0.insert(key.clone(), variable).is_some() {
                let name = environment.name_of(&key).map(plain_name).unwrap_or_default();
                return Err(Problem::new(
                    key,
                    format!("is set by both {name} and {name}{FILE_SUFFIX}; keep one of them"),
                ));
            }
        }
        Ok(environment)
    }

    /// The keys that are set.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The variable that sets a key, as it is written in the environment.
    pub fn name_of(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|variable| variable.name.as_str())
    }

    /// The variables with their values, without the detour through files.
    pub fn resolved(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.0
            .values()
            .map(|variable| (plain_name(&variable.name).to_owned(), variable.value.clone()))
    }
}

fn plain_name(name: &str) -> &str {
    match name.strip_suffix(FILE_SUFFIX) {
        Some(plain) if !name.ends_with(KEY_OF_A_PATH) => plain,
        _ => name,
    }
}

/// `SERVER__PUBLIC_URL` → `server.public_url`.
fn dotted(path: &str) -> Option<String> {
    let segments: Vec<&str> = path.split(SEPARATOR).collect();
    let well_formed = |segment: &&str| {
        !segment.is_empty()
            && segment.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    segments.iter().all(well_formed).then(|| segments.join(".").to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Environment, Problem> {
        Environment::read(variables.iter().map(|(n, v)| (n.into(), v.into())))
    }

    #[test]
    fn a_variable_names_its_key() {
        let environment = read(&[
            ("BOOKPLATE__LIMITS__LOG_IN__BURST", "20"),
            ("BOOKPLATE__SERVER__BIND", ""),
            ("BOOKPLATE_SERVICE_HOST", "10.0.0.1"),
            ("PATH", "/bin"),
        ])
        .unwrap();
        assert_eq!(environment.keys().collect::<Vec<_>>(), ["limits.log_in.burst"]);
    }

    #[test]
    fn a_name_that_is_no_key_is_refused() {
        for name in ["BOOKPLATE__server__bind", "BOOKPLATE____BIND", "BOOKPLATE__"] {
            let problem = read(&[(name, "x")]).unwrap_err();
            assert_eq!(problem.key(), name);
        }
    }

    #[test]
    fn a_value_may_stand_in_a_file_but_not_in_both_places() {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "hunter2\n").unwrap();
        let path = file.path().to_str().unwrap();

        let environment = read(&[("BOOKPLATE__SECRET_FILE", path)]).unwrap();
        let resolved: Vec<_> = environment.resolved().collect();
        assert_eq!(resolved, [("BOOKPLATE__SECRET".into(), "hunter2".into())]);
        assert_eq!(environment.name_of("secret"), Some("BOOKPLATE__SECRET_FILE"));

        let both = [("BOOKPLATE__SECRET", "x"), ("BOOKPLATE__SECRET_FILE", path)];
        assert_eq!(
            read(&both).unwrap_err().to_string(),
            "secret: is set by both BOOKPLATE__SECRET and BOOKPLATE__SECRET_FILE; keep one of them"
        );
    }

    #[test]
    fn a_key_whose_own_name_ends_in_file_is_a_path() {
        let environment = read(&[("BOOKPLATE__MAIL__SMTP__CA_FILE", "ca.pem")]).unwrap();
        assert_eq!(environment.keys().collect::<Vec<_>>(), ["mail.smtp.ca_file"]);
        let resolved: Vec<_> = environment.resolved().collect();
        assert_eq!(resolved, [("BOOKPLATE__MAIL__SMTP__CA_FILE".into(), "ca.pem".into())]);
    }

    #[test]
    fn a_file_that_cannot_be_read_names_the_key() {
        let problem = read(&[("BOOKPLATE__DATABASE__URL_FILE", "/nowhere/url")]).unwrap_err();
        let line = problem.to_string();
        assert!(line.starts_with("database.url: cannot read /nowhere/url: "), "{line}");
        assert!(line.ends_with("(from BOOKPLATE__DATABASE__URL_FILE)"), "{line}");
    }
}
