use std::{fmt, sync::Arc};

use super::{IdentityProvider, SignInMethod};
use crate::shared::{FieldCode, Invalid};

/// A provider by the name that it has in the configuration and in paths: 1 to 32 of `a`–`z`,
/// `0`–`9`, `_` and `-`, of which the first is a letter or a digit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProviderName(String);

impl ProviderName {
    /// The longest name, in characters.
    pub const MAX_CHARS: usize = 32;

    /// Judges a name. `password` is none: so the way of signing in without a provider is called.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let starts_well = text.bytes().next().is_some_and(is_allowed);
        let goes_on_well = text.bytes().all(|byte| is_allowed(byte) || matches!(byte, b'_' | b'-'));
        if starts_well
            && goes_on_well
            && text.len() <= Self::MAX_CHARS
            && text != SignInMethod::PASSWORD
        {
            Ok(Self(text.to_owned()))
        } else {
            let message = "a provider is named by 1 to 32 of a-z, 0-9, _ and -";
            Err(Invalid::new(FieldCode::InvalidFormat, message))
        }
    }

    /// Takes a name as a store kept it.
    pub fn from_stored(name: String) -> Self {
        Self(name)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProviderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a provider speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderKind {
    /// Google, by OpenID Connect.
    Google,
    /// GitHub, which has an OAuth and an API of its own.
    GitHub,
    /// Any issuer of OpenID Connect.
    OpenIdConnect,
}

impl ProviderKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Google, Self::GitHub, Self::OpenIdConnect];

    /// The kind as the configuration and front ends name it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::GitHub => "github",
            Self::OpenIdConnect => "oidc",
        }
    }
}

/// Somebody outside who says who a person is.
#[derive(Clone)]
pub struct Provider {
    /// Its name here.
    pub name: ProviderName,
    /// What it speaks.
    pub kind: ProviderKind,
    /// What people call it.
    pub title: String,
    /// The way to it.
    pub adapter: Arc<dyn IdentityProvider>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_fits_into_a_path_and_a_variable() {
        for name in ["google", "g", "my-idp", "my_idp2", "0", &"a".repeat(32)] {
            assert_eq!(ProviderName::parse(name).unwrap().as_str(), name);
        }
        for name in ["", "-a", "_a", "Google", "a b", "a/b", "ä", "password", &"a".repeat(33)] {
            assert!(ProviderName::parse(name).is_err(), "{name:?}");
        }
    }
}
