use std::{borrow::Cow, fmt};

/// What is wrong with a field, as a word that a front end can switch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldCode {
    /// It is missing, null or empty.
    Required,
    /// It has the wrong type or form.
    InvalidFormat,
    /// It has too few characters.
    TooShort,
    /// It has too many characters.
    TooLong,
    /// The number is too small or too large.
    OutOfRange,
    /// It is more than is kept; see [`InputErrors::limit`].
    LimitExceeded,
    /// The value or a character of it is not allowed.
    NotAllowed,
    /// There is no field of this name.
    UnknownField,
    /// The password has fewer characters than the policy asks for.
    PasswordTooShort,
    /// The password has more bytes than can be hashed whole.
    PasswordTooLong,
    /// The password is too easily guessed.
    PasswordTooWeak,
    /// The password and its repetition differ.
    PasswordsMismatch,
}

impl FieldCode {
    /// The code as it stands in an answer, in `UPPER_SNAKE`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "REQUIRED",
            Self::InvalidFormat => "INVALID_FORMAT",
            Self::TooShort => "TOO_SHORT",
            Self::TooLong => "TOO_LONG",
            Self::OutOfRange => "OUT_OF_RANGE",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::NotAllowed => "NOT_ALLOWED",
            Self::UnknownField => "UNKNOWN_FIELD",
            Self::PasswordTooShort => "PASSWORD_TOO_SHORT",
            Self::PasswordTooLong => "PASSWORD_TOO_LONG",
            Self::PasswordTooWeak => "PASSWORD_TOO_WEAK",
            Self::PasswordsMismatch => "PASSWORDS_MISMATCH",
        }
    }
}

/// Why one value was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The kind of fault.
    pub code: FieldCode,
    /// One English sentence fragment for a developer or as a fallback for a user.
    pub message: Cow<'static, str>,
    /// The numbers of the rule that was broken, by name: `("max", 71)`.
    pub params: Vec<(&'static str, u64)>,
}

impl Invalid {
    /// A fault without numbers.
    pub fn new(code: FieldCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), params: Vec::new() }
    }

    /// The same fault, with one number of the broken rule.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: u64) -> Self {
        self.params.push((name, value));
        self
    }

    /// The same fault, where a text that is too long is one of the things of which only so much is
    /// kept.
    pub(crate) fn too_long_is_a_limit(self) -> Self {
        match self.code {
            FieldCode::TooLong => Self { code: FieldCode::LimitExceeded, ..self },
            _ => self,
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Invalid {}

/// A refused value and the field it stood in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The path of the field, as the caller wrote it: `email`, `messages[0].role`.
    pub field: String,
    /// Why it was refused.
    pub invalid: Invalid,
}

/// Every wrong field of one input, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputErrors(pub Vec<FieldError>);

impl InputErrors {
    /// One wrong field.
    pub fn one(field: &str, invalid: Invalid) -> Self {
        Self(vec![FieldError { field: field.to_owned(), invalid }])
    }

    /// The limit that the first field exceeds which is more than is kept.
    pub fn limit(&self) -> Option<u64> {
        let exceeds = self.0.iter().find(|each| each.invalid.code == FieldCode::LimitExceeded)?;
        exceeds.invalid.params.iter().find(|(name, _)| *name == "max").map(|(_, max)| *max)
    }
}

impl fmt::Display for InputErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{}: {}", error.field, error.invalid.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for InputErrors {}
