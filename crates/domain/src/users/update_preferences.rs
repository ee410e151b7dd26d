use super::{Preferences, PreferencesPatch, UserError, Users};
use crate::{
    roles::Permission,
    sessions::{Actor, SessionError},
    shared::IfVersion,
};

/// A user wants some things another way.
#[derive(Clone, Debug)]
pub struct UpdatePreferences {
    /// What is to be different.
    pub patch: PreferencesPatch,
    /// Only if the preferences still have one of these versions.
    pub if_version: IfVersion,
}

impl Users {
    /// Merges a patch into the caller's preferences, and answers them. Mails follow the language
    /// and the time zone from now on.
    ///
    /// `Invalid` if they would become too large; `VersionConflict` if they have none of the expected
    /// versions; `Forbidden` without the permission; `Revoked` or `Expired` if the caller's session
    /// has ended by then.
    pub async fn update_preferences(
        &self,
        actor: &Actor,
        command: UpdatePreferences,
    ) -> Result<Preferences, UserError> {
        actor.require(Permission::ManageOwnPreferences)?;
        let UpdatePreferences { patch, if_version } = command;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        actor.require_live(tx.as_mut(), now).await?;
        let found = tx.preferences().find(actor.user_id).await?;
        let before = found.ok_or(SessionError::Revoked)?;
        if !if_version.allows(before.version) {
            return Err(UserError::VersionConflict);
        }
        let after = patch.apply(&before, now)?;
        if after != before {
            tx.preferences().save(actor.user_id, &after).await?;
            tx.commit().await?;
        }
        Ok(after)
    }
}
