use super::{User, Users};
use crate::{
    roles::Permission,
    sessions::{Authenticated, SessionError},
};

impl Users {
    /// Who the caller is. The row came with the check of the session; nothing is read again.
    pub fn read_own_account<'c>(
        &self,
        caller: &'c Authenticated,
    ) -> Result<&'c User, SessionError> {
        caller.actor.require(Permission::ReadOwnAccount)?;
        Ok(&caller.user)
    }
}
