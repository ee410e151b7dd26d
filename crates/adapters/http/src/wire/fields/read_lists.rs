use std::ops::RangeInclusive;

use bookplate_domain::shared::{FieldCode, FieldError, Invalid};
use serde_json::Value;

use super::{Fields, MAX_UNKNOWN, Member, required};

impl Fields {
    /// A list of texts, each as what `parse` makes of it; `Some(None)` if it is missing or null. A
    /// wrong one is named by its place: `chatIds[3]`.
    pub(crate) fn optional_texts<T>(
        &mut self,
        name: &str,
        count: &RangeInclusive<usize>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Option<Option<Vec<T>>> {
        let items = match self.take(name)? {
            None => return Some(None),
            Some(Value::Array(items)) => items,
            Some(_) => return self.refuse(name, not_a_list()),
        };
        self.judge_count(name, items.len(), count)?;
        let places = items.iter().enumerate();
        let parsed: Vec<Option<T>> =
            places.map(|(at, item)| self.parse(&format!("{name}[{at}]"), item, &parse)).collect();
        parsed.into_iter().collect::<Option<Vec<T>>>().map(Some)
    }

    /// The same where the list must be there.
    pub(crate) fn texts<T>(
        &mut self,
        name: &str,
        count: &RangeInclusive<usize>,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Option<Vec<T>> {
        match self.optional_texts(name, count, parse)? {
            None => self.refuse(name, required()),
            given => given,
        }
    }

    /// A list of any number of texts that may be missing or taken away; `Some(None)` if it is missing,
    /// and empty if it is null.
    pub(crate) fn clearable_texts<T>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, Invalid>,
    ) -> Option<Option<Vec<T>>> {
        if !self.has(name) {
            return Some(None);
        }
        let texts = self.optional_texts(name, &(0..=usize::MAX), parse)?;
        Some(Some(texts.unwrap_or_default()))
    }

    /// A list of objects that must be there, each as what `read` makes of its fields. Every wrong
    /// field of every object is named by its path: `messages[3].role`. To be asked of bodies that are
    /// read as they were sent.
    pub(crate) fn objects<T>(
        &mut self,
        name: &str,
        count: &RangeInclusive<usize>,
        read: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        let sent = match self.members.remove(name) {
            Some(Member::Sent(sent)) if !sent.is_null() => sent,
            Some(Member::Parsed(value)) if !value.is_null() => {
                return self.refuse(name, not_a_list());
            }
            _ => return self.refuse(name, required()),
        };
        let Some(items) = sent.items() else { return self.refuse(name, not_a_list()) };
        self.judge_count(name, items.len(), count)?;
        let (mut all, mut unknown_left) = (Vec::with_capacity(items.len()), MAX_UNKNOWN);
        for (at, item) in items.iter().enumerate() {
            let path = format!("{name}[{at}]");
            match Self::of_members(item) {
                Some(mut fields) => {
                    all.push(read(&mut fields));
                    fields.refuse_the_rest(unknown_left);
                    unknown_left = unknown_left.saturating_sub(fields.members.len());
                    self.errors.extend(fields.errors.into_iter().map(|error| below(&path, error)));
                }
                None => {
                    let invalid = Invalid::new(FieldCode::InvalidFormat, "must be an object");
                    all.push(self.refuse(&path, invalid));
                }
            }
        }
        all.into_iter().collect()
    }

    fn judge_count(
        &mut self,
        name: &str,
        given: usize,
        count: &RangeInclusive<usize>,
    ) -> Option<()> {
        if given < *count.start() {
            return self.refuse(name, Invalid::new(FieldCode::Required, "must not be empty"));
        }
        if given > *count.end() {
            let why = format!("must have at most {} items", count.end());
            let invalid = Invalid::new(FieldCode::TooLong, why).with("max", *count.end() as u64);
            return self.refuse(name, invalid);
        }
        Some(())
    }
}

/// The same fault, named by its path in the whole body.
fn below(path: &str, error: FieldError) -> FieldError {
    FieldError { field: format!("{path}.{}", error.field), ..error }
}

fn not_a_list() -> Invalid {
    Invalid::new(FieldCode::InvalidFormat, "must be a list")
}
