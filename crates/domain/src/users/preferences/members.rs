use serde_json::{Map, Value};

use super::change::Change;
use crate::shared::{FieldCode, FieldError, InputErrors, Invalid};

/// How many unknown members are named: a small patch must not cause a large answer.
const MAX_UNKNOWN: usize = 20;

/// The members of a patch, taken out one by one. Every wrong one is remembered.
#[derive(Debug)]
pub(super) struct Members {
    /// What the paths of the members begin with: nothing, or `chat.`.
    prefix: String,
    /// Whether the whole object is null, and so each of its members.
    null: bool,
    values: Map<String, Value>,
    errors: Vec<FieldError>,
    unknown: Vec<String>,
}

impl Members {
    pub(super) fn new(values: Map<String, Value>) -> Self {
        Self::at(String::new(), false, values)
    }

    fn at(prefix: String, null: bool, values: Map<String, Value>) -> Self {
        Self { prefix, null, values, errors: Vec::new(), unknown: Vec::new() }
    }

    /// What becomes of a member, as `read` understands its value. One that is wrong counts as
    /// absent.
    pub(super) fn take<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(Value) -> Result<T, Invalid>,
    ) -> Change<T> {
        match self.values.remove(name) {
            None if self.null => Change::Reset,
            None => Change::Keep,
            Some(Value::Null) => Change::Reset,
            Some(value) => match read(value) {
                Ok(value) => Change::Set(value),
                Err(invalid) => {
                    self.refuse(name, invalid);
                    Change::Keep
                }
            },
        }
    }

    /// What becomes of the members of a member that is an object itself.
    pub(super) fn within<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let (null, values) = match self.values.remove(name) {
            None => (self.null, Map::new()),
            Some(Value::Null) => (true, Map::new()),
            Some(Value::Object(values)) => (false, values),
            Some(_) => {
                self.refuse(name, Invalid::new(FieldCode::InvalidFormat, "must be an object"));
                (false, Map::new())
            }
        };
        let mut members = Self::at(format!("{}{name}.", self.prefix), null, values);
        let read = read(&mut members);
        members.note_unknown();
        self.errors.append(&mut members.errors);
        self.unknown.append(&mut members.unknown);
        read
    }

    /// Forgets a member, whatever it is.
    pub(super) fn ignore(&mut self, name: &str) {
        self.values.remove(name);
    }

    /// Ends the reading. Members that nobody asked for are refused.
    pub(super) fn finish(mut self) -> Result<(), InputErrors> {
        self.note_unknown();
        for field in self.unknown.drain(..) {
            let invalid = Invalid::new(FieldCode::UnknownField, "is not one of the preferences");
            self.errors.push(FieldError { field, invalid });
        }
        self.finish_leniently()
    }

    /// Ends the reading. Members that nobody asked for are passed over.
    pub(super) fn finish_leniently(self) -> Result<(), InputErrors> {
        if self.errors.is_empty() { Ok(()) } else { Err(InputErrors(self.errors)) }
    }

    fn note_unknown(&mut self) {
        let room = MAX_UNKNOWN.saturating_sub(self.unknown.len());
        let left = self.values.keys().take(room);
        self.unknown.extend(left.map(|name| format!("{}{name}", self.prefix)));
    }

    fn refuse(&mut self, name: &str, invalid: Invalid) {
        self.errors.push(FieldError { field: format!("{}{name}", self.prefix), invalid });
    }
}
