use bookplate_domain::{shared::Timestamp, users::User};
use serde::Serialize;

use crate::failure::Failure;

/// One account as a script reads it, with the names of the HTTP interface.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UserLine<'a> {
    id: String,
    email: Option<&'a str>,
    email_verified: bool,
    name: Option<&'a str>,
    role: &'static str,
    status: &'static str,
    suspension: Option<SuspensionLine<'a>>,
    has_password: bool,
    created_at: String,
    updated_at: String,
}

#[derive(Serialize)]
struct SuspensionLine<'a> {
    at: String,
    until: Option<String>,
    reason: &'a str,
}

/// The account as a JSON object.
pub fn json(user: &User, now: Timestamp) -> Result<String, Failure> {
    let suspension = user.suspension.as_ref().filter(|suspension| suspension.holds(now));
    let line = UserLine {
        id: user.id.to_string(),
        email: user.email.as_ref().map(|email| email.written()),
        email_verified: user.email_verified_at.is_some(),
        name: user.name.as_ref().map(|name| name.as_str()),
        role: user.role.as_str(),
        status: user.status(now).as_str(),
        suspension: suspension.map(|suspension| SuspensionLine {
            at: suspension.at.to_string(),
            until: suspension.until.map(|until| until.to_string()),
            reason: suspension.reason.as_str(),
        }),
        has_password: user.password.is_some(),
        created_at: user.created_at.to_string(),
        updated_at: user.updated_at.to_string(),
    };
    serde_json::to_string(&line).map_err(Failure::while_("cannot print"))
}

/// The account as a person reads it.
pub fn line(user: &User, now: Timestamp) -> String {
    let proven = if user.email_verified_at.is_some() { "verified" } else { "unverified" };
    let email = user.email.as_ref().map_or("-", |email| email.written());
    let name = user.name.as_ref().map_or("-", |name| name.as_str());
    let line = format!(
        "{}  {:<9}  {:<9}  {proven:<10}  {}  {email}  {name}",
        user.id,
        user.role.as_str(),
        user.status(now).as_str(),
        user.created_at,
    );
    // A name must not steer the terminal.
    line.replace(char::is_control, " ")
}
