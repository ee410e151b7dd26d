use super::Role;
use crate::{
    shared::Timestamp,
    users::{User, UserError},
};

/// Refuses to take the last one who may do everything. `kept` are all admins, which the transaction
/// keeps, so that nobody takes another at the same time.
pub(crate) fn require_another_admin(
    user: &User,
    kept: &[User],
    now: Timestamp,
) -> Result<(), UserError> {
    let active = |user: &User| user.role == Role::Admin && !user.is_suspended(now);
    let another = kept.iter().any(|other| other.id != user.id && active(other));
    if active(user) && !another { Err(UserError::LastAdmin) } else { Ok(()) }
}
