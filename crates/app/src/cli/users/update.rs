use bookplate_domain::{
    roles::{SetStatus, UpdateUser, UserName},
    shared::{Client, IfVersion, Timestamp, UserId},
    users::UserError,
};

use super::{user_line::user_line, user_name::find};
use crate::{compose::compose, config::Settings, failure::Failure};

/// Changes one account and prints what became of it.
pub async fn update(
    settings: &Settings,
    name: &UserName,
    doing: &'static str,
    command: impl FnOnce(UserId, Timestamp) -> UpdateUser,
) -> Result<(), Failure> {
    let bookplate = compose(settings).await?.bookplate;
    let user = find(&bookplate.roles, name, doing).await?;
    let updated = bookplate.roles.update_user(None, command(user.id, bookplate.now())).await;
    let updated = updated.map_err(|error| refused(error, doing))?;
    println!("{}", user_line(&updated, bookplate.now()));
    Ok(())
}

/// What was wrong with an argument is told by the name that it has here.
fn refused(error: UserError, doing: &'static str) -> Failure {
    let UserError::Invalid(errors) = error else { return Failure::while_(doing)(error) };
    let told = errors.0.iter().map(|error| match error.field.as_str() {
        "suspendedUntil" => format!("--until: {}", error.invalid),
        other => format!("{other}: {}", error.invalid),
    });
    Failure::Refused(told.collect::<Vec<_>>().join("; "))
}

/// A command that changes nothing but whether the account may be used.
pub fn of_status(id: UserId, status: SetStatus) -> UpdateUser {
    UpdateUser {
        id,
        name: None,
        role: None,
        status: Some(status),
        if_version: IfVersion::Any,
        client: Client::default(),
    }
}
