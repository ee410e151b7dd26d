use bookplate_domain::shared::{FieldCode, Invalid};
use serde_json::{Map, Value};

use super::{Fields, Member, required};
use crate::{problem::Problem, wire::SentJson};

impl Fields {
    /// The fields of a body that is read as it was sent.
    pub(crate) fn of_sent(body: &SentJson) -> Result<Self, Problem> {
        let not_an_object = || Problem::malformed("The body must be a JSON object.");
        Self::of_members(body).ok_or_else(not_an_object)
    }

    /// The members of an object, if it is one.
    pub(super) fn of_members(object: &SentJson) -> Option<Self> {
        let members = object.members()?.into_iter();
        let members = members.map(|(name, sent)| (name, Member::Sent(sent)));
        Some(Self { members: members.collect(), errors: Vec::new() })
    }

    /// Any JSON, as what `parse` makes of the text that was sent; `Some(None)` if it is missing. To
    /// be asked of bodies that are read as they were sent.
    pub(crate) fn optional_json<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<Option<T>> {
        let parsed = match self.members.remove(name) {
            None => return Some(None),
            Some(Member::Sent(sent)) => parse(sent.as_str()),
            Some(Member::Parsed(value)) => parse(&value.to_string()),
        };
        match parsed {
            Ok(parsed) => Some(Some(parsed)),
            Err(invalid) => self.refuse(name, invalid),
        }
    }

    /// The same, where null is as good as nothing.
    pub(crate) fn optional_json_but_null<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Invalid>,
    ) -> Option<Option<T>> {
        self.members.retain(|each, member| each != name || !member.is_null());
        self.optional_json(name, parse)
    }

    /// An object, as what `parse` makes of it; `Some(None)` if it is missing or null.
    pub(crate) fn optional_object<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(Map<String, Value>) -> Result<T, Invalid>,
    ) -> Option<Option<T>> {
        let parsed = match self.take(name)? {
            None => return Some(None),
            Some(Value::Object(members)) => parse(members),
            Some(_) => Err(Invalid::new(FieldCode::InvalidFormat, "must be an object")),
        };
        match parsed {
            Ok(parsed) => Some(Some(parsed)),
            Err(invalid) => self.refuse(name, invalid),
        }
    }

    /// An object that may be missing but cannot be taken away; `Some(None)` if it is missing, and
    /// null is refused.
    pub(crate) fn changed_object(&mut self, name: &str) -> Option<Option<Map<String, Value>>> {
        if !self.has(name) {
            return Some(None);
        }
        match self.optional_object(name, Ok)? {
            None => self.refuse(name, required()),
            given => Some(given),
        }
    }
}

impl Member {
    fn is_null(&self) -> bool {
        match self {
            Self::Parsed(value) => value.is_null(),
            Self::Sent(sent) => sent.is_null(),
        }
    }
}
