use super::Role;
use crate::{
    EmailVerification, Policy,
    shared::Timestamp,
    users::{User, UserError},
};

/// Refuses to take the last one who may do everything. `kept` are all admins, which the transaction
/// keeps, so that nobody takes another at the same time.
///
/// An admin who cannot sign in is no help: one who is suspended, or was invited by an address that
/// nobody has proven.
pub(crate) fn require_another_admin(
    user: &User,
    kept: &[User],
    policy: &Policy,
    now: Timestamp,
) -> Result<(), UserError> {
    let active = |user: &User| {
        user.role == Role::Admin && !user.is_suspended(now) && can_sign_in(user, policy)
    };
    let another = kept.iter().any(|other| other.id != user.id && active(other));
    if active(user) && !another { Err(UserError::LastAdmin) } else { Ok(()) }
}

/// Whoever has the mailbox can set a password if there is none.
fn can_sign_in(user: &User, policy: &Policy) -> bool {
    let unproven = policy.registration.verification == EmailVerification::Optional;
    user.proven_email().is_some() || unproven && user.password.is_some()
}
