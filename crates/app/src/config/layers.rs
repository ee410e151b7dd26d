use std::{
    fs,
    path::{Path, PathBuf},
};

use config::{Config, ConfigError, File, FileFormat};
use toml::{Table, Value};

use super::{
    Problem, Settings,
    environment::{Environment, PREFIX, SEPARATOR},
    oauth::ProviderSettings,
    oauth_rules,
};

/// The section whose sections have names of their own.
const PROVIDERS: &str = "oauth";

const DEFAULTS: &str = include_str!("../../../../config/default.toml");

/// The three layers of the configuration, each on top of the one before.
#[derive(Debug)]
pub struct Layers {
    defaults: Table,
    file: Option<ConfigFile>,
    environment: Environment,
}

#[derive(Debug)]
struct ConfigFile {
    path: PathBuf,
    text: String,
    table: Table,
}

impl Layers {
    /// Reads the file, if there is one, and refuses keys that nobody knows.
    pub fn read(file: Option<&Path>, environment: Environment) -> Result<Self, Problem> {
        let layers = Self {
            defaults: parse(DEFAULTS, "default.toml")?,
            file: file.map(ConfigFile::read).transpose()?,
            environment,
        };
        if let Some(file) = &layers.file {
            let origin = Some(file.path.display().to_string());
            known(&file.table, &layers.defaults, "").map_err(|p| p.with_origin(origin))?;
        }
        for key in layers.environment.keys() {
            known(&nested(key), &layers.defaults, "")
                .map_err(|p| p.with_origin(layers.environment.name_of(key).map(str::to_owned)))?;
        }
        Ok(layers)
    }

    /// The settings that come of all layers. Their types are right, their sense is not judged.
    pub fn merge(&self) -> Result<Settings, Problem> {
        let mut builder = Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(file) = &self.file {
            builder = builder.add_source(File::from_str(&file.text, FileFormat::Toml));
        }
        builder
            .add_source(
                config::Environment::with_prefix(PREFIX)
                    .prefix_separator(SEPARATOR)
                    .separator(SEPARATOR)
                    .source(Some(self.environment.resolved().collect())),
            )
            .build()
            .and_then(Config::try_deserialize)
            .map_err(|error| {
                let problem = mistyped(error);
                let origin = self.origin(problem.key());
                problem.with_origin(origin)
            })
    }

    /// The file or variable that sets a key; `None` if nobody does.
    pub fn origin(&self, key: &str) -> Option<String> {
        let variable = || self.environment.name_of(key).map(str::to_owned);
        let file = || {
            let file = self.file.as_ref()?;
            let mut segments = key.split('.');
            let first = file.table.get(segments.next()?)?;
            segments.try_fold(first, |value, segment| value.get(segment))?;
            Some(file.path.display().to_string())
        };
        variable().or_else(file)
    }
}

impl ConfigFile {
    fn read(path: &Path) -> Result<Self, Problem> {
        let text = fs::read_to_string(path)
            .map_err(|error| Problem::new("--config", format!("{}: {error}", path.display())))?;
        Ok(Self { path: path.to_owned(), table: parse(&text, &path.display().to_string())?, text })
    }
}

/// The parser's own report shows the line, which may hold a secret; this names its number.
fn parse(text: &str, name: &str) -> Result<Table, Problem> {
    text.parse().map_err(|error: toml::de::Error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.bytes().take(start).filter(|b| *b == b'\n').count() + 1;
        Problem::new("--config", format!("{name}, line {line}: is not valid TOML"))
    })
}

/// Refuses the first key of `table` that is not in `defaults`, where every key stands.
fn known(table: &Table, defaults: &Table, section: &str) -> Result<(), Problem> {
    for (name, value) in table {
        let key = match section {
            "" => name.clone(),
            _ => format!("{section}.{name}"),
        };
        if section == PROVIDERS {
            known_provider(name, value)?;
            continue;
        }
        match (value, defaults.get(name)) {
            (Value::Table(table), Some(Value::Table(defaults))) => known(table, defaults, &key)?,
            (_, Some(Value::Table(_))) => {
                return Err(Problem::new(key, "is a section; set the keys in it"));
            }
            (_, Some(_)) => {}
            (_, None) => {
                let names: Vec<&str> = defaults.keys().map(String::as_str).collect();
                let place = if section.is_empty() { "at the top" } else { section };
                let message = format!("unknown key; {place} has {}", names.join(", "));
                return Err(Problem::new(key, message));
            }
        }
    }
    Ok(())
}

/// Refuses what cannot be the section of a provider, of which there are as many as somebody names.
fn known_provider(name: &str, value: &Value) -> Result<(), Problem> {
    oauth_rules::name(name)?;
    let section = format!("{PROVIDERS}.{name}");
    let Value::Table(table) = value else {
        return Err(Problem::new(section, "is a section; set the keys in it"));
    };
    let keys = ProviderSettings::KEYS.map(|key| (key.to_owned(), Value::from("")));
    known(table, &Table::from_iter(keys), &section)
}

/// A table with one value, at a dotted key.
fn nested(key: &str) -> Table {
    let (first, value) = match key.split_once('.') {
        Some((first, rest)) => (first, Value::Table(nested(rest))),
        None => (key, Value::String(String::new())),
    };
    Table::from_iter([(first.to_owned(), value)])
}

fn mistyped(error: ConfigError) -> Problem {
    match error {
        ConfigError::At { error, key: Some(key), .. } => Problem::new(key, error.to_string()),
        ConfigError::NotFound(key) => Problem::new(key, "is missing"),
        other => Problem::new("configuration", other.to_string()),
    }
}
