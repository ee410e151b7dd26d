use bookplate_domain::{shared::Timestamp, users::User};

/// The account as a person reads it.
pub fn user_line(user: &User, now: Timestamp) -> String {
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
