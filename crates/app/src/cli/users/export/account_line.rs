use bookplate_domain::{
    shared::{LanguageTag, TimeZoneName},
    users::{User, Users},
};
use serde::Serialize;

use crate::failure::Failure;

/// An account as a line of the file that `import` reads.
#[derive(Serialize)]
struct AccountLine<'a> {
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hash: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bio: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timezone: Option<&'a str>,
}

/// The line of an account; `None` for a visitor, who has no address. What an earlier version kept
/// and this one does not read is left out.
pub fn account_line(users: &Users, user: &User) -> Result<Option<String>, Failure> {
    let Some(email) = &user.email else { return Ok(None) };
    let hash = user.password.as_ref().filter(|hash| users.reads_hash(hash));
    let language = user.locale.language.as_ref().map(LanguageTag::as_str);
    let zone = user.locale.time_zone.as_ref().map(TimeZoneName::as_str);
    let line = AccountLine {
        email: email.written(),
        name: user.name.as_ref().map(|name| name.as_str()),
        hash: hash.map(|hash| hash.expose()),
        image: user.image.as_ref().map(|image| image.as_str()),
        bio: user.bio.as_ref().map(|bio| bio.as_str()),
        language: language.filter(|tag| LanguageTag::parse(tag).is_ok()),
        timezone: zone.filter(|name| TimeZoneName::parse(name).is_ok()),
    };
    serde_json::to_string(&line).map(Some).map_err(Failure::while_("cannot export"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::cli::users::import::fields::FIELDS;

    #[test]
    fn a_line_has_the_fields_that_can_be_imported() {
        let some = Some("x");
        let line = serde_json::to_value(AccountLine {
            email: "x",
            name: some,
            hash: some,
            image: some,
            bio: some,
            language: some,
            timezone: some,
        });
        let Ok(Value::Object(members)) = line else { panic!("{line:?}") };
        let names: BTreeSet<_> = members.keys().map(String::as_str).collect();
        assert_eq!(names, FIELDS.into());
    }
}
