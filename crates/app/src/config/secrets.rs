use bookplate_crypto::Secrets;
use secrecy::SecretString;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::Problem;

/// The value of `secret`: none, one, or a list of which the first signs.
#[derive(Clone, Debug, Default)]
pub struct ConfiguredSecrets(Vec<SecretString>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl ConfiguredSecrets {
    /// The secrets in one text: commas or line ends part them.
    pub fn parse(text: &str) -> Self {
        Self::from_texts(text.split([',', '\n']))
    }

    fn from_texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let secrets = texts.into_iter().map(str::trim).filter(|t| !t.is_empty());
        Self(secrets.map(SecretString::from).collect())
    }

    /// Whether nothing is configured.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The keys that come of the secrets, if these are strong enough.
    pub fn derive(&self) -> Result<Secrets, Problem> {
        Secrets::new(&self.0).map_err(|weak| Problem::new("secret", weak.to_string()))
    }
}

impl<'de> Deserialize<'de> for ConfiguredSecrets {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The refusal of the format itself would tell the value.
        match OneOrMany::deserialize(deserializer) {
            Ok(OneOrMany::One(text)) => Ok(Self::parse(&text)),
            Ok(OneOrMany::Many(texts)) => Ok(Self::from_texts(texts.iter().map(String::as_str))),
            Err(_) => Err(D::Error::custom("must be text in quotes, or a list of such")),
        }
    }
}

impl Serialize for ConfiguredSecrets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.len() {
            0 => serializer.serialize_str(""),
            1 => serializer.serialize_str("[redacted]"),
            count => vec!["[redacted]"; count].serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn commas_and_line_ends_part_a_list() {
        let list = ConfiguredSecrets::parse(" new,old\r\nolder\n").0;
        let texts: Vec<_> = list.iter().map(ExposeSecret::expose_secret).collect();
        assert_eq!(texts, ["new", "old", "older"]);
        assert!(ConfiguredSecrets::parse(" \n, ").is_empty());
    }

    #[test]
    fn a_secret_is_not_shown() {
        let list = ConfiguredSecrets::parse("hunter2hunter2,hunter3hunter3");
        let shown = format!("{list:?} {}", serde_json::to_string(&list).unwrap());
        assert!(!shown.contains("hunter"), "{shown}");
        assert!(shown.ends_with(r#"["[redacted]","[redacted]"]"#), "{shown}");
    }
}
