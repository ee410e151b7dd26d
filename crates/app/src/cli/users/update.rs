use bookplate_crypto::SystemClock;
use bookplate_domain::{
    roles::{SetStatus, UpdateUser, UserName},
    shared::{Client, Clock, UserId},
};

use super::{user_line, user_name::find};
use crate::{compose::compose, config::Settings, failure::Failure};

/// Changes one account and prints what became of it.
pub async fn update(
    settings: &Settings,
    name: &UserName,
    doing: &'static str,
    command: impl FnOnce(UserId) -> UpdateUser,
) -> Result<(), Failure> {
    let roles = compose(settings).await?.bookplate.roles;
    let user = find(&roles, name, doing).await?;
    let updated = roles.update_user(None, command(user.id)).await;
    let updated = updated.map_err(Failure::while_(doing))?;
    println!("{}", user_line::line(&updated, SystemClock.now()));
    Ok(())
}

/// A command that changes nothing but whether the account may be used.
pub fn of_status(id: UserId, status: SetStatus) -> UpdateUser {
    UpdateUser {
        id,
        name: None,
        role: None,
        status: Some(status),
        if_version: None,
        client: Client::default(),
    }
}
