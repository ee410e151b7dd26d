use super::{Bio, DisplayName, ImageUrl, User, UserError, Users};
use crate::{
    audit::{EventKind, FieldChange},
    roles::Permission,
    sessions::{Actor, SessionError},
    shared::{Client, IfVersion},
};

/// A user changes what others see. What is `None` stays.
#[derive(Clone, Debug)]
pub struct UpdateProfile {
    /// What to be called.
    pub name: Option<DisplayName>,
    /// A picture; `Some(None)` takes it away.
    pub image: Option<Option<ImageUrl>>,
    /// A few words; `Some(None)` takes them away.
    pub bio: Option<Option<Bio>>,
    /// Only if the account still has one of these versions.
    pub if_version: IfVersion,
    /// Where the request came from.
    pub client: Client,
}

impl Users {
    /// Changes the caller's profile, and answers the account as it is then. A change that changes
    /// nothing leaves the version as it was.
    ///
    /// `VersionConflict` if the account has none of the expected versions; `Forbidden` without the
    /// permission; `Revoked` or `Expired` if the caller's session has ended by then.
    pub async fn update_profile(
        &self,
        actor: &Actor,
        command: UpdateProfile,
    ) -> Result<User, UserError> {
        actor.require(Permission::EditOwnProfile)?;
        let UpdateProfile { name, image, bio, if_version, client } = command;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let user = tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        actor.require_live(tx.as_mut(), now).await?;
        user.require_version(&if_version)?;

        let mut changes = Vec::new();
        let mut changed = user.clone();
        if let Some(name) = name.filter(|name| user.name.as_ref() != Some(name)) {
            changed.name = Some(name);
            changes.push(FieldChange::of("name"));
        }
        if let Some(image) = image.filter(|image| *image != user.image) {
            changed.image = image;
            changes.push(FieldChange::of("image"));
        }
        if let Some(bio) = bio.filter(|bio| *bio != user.bio) {
            changed.bio = bio;
            changes.push(FieldChange::of("bio"));
        }
        if changes.is_empty() {
            return Ok(user);
        }
        changed.touch(now);
        tx.users().update(&changed).await?;
        let event = self.ports.event(EventKind::UserUpdated, now, &client);
        let event = event.done_by(Some(actor), user.id).changing(changes);
        tx.audit().record(&event).await?;
        tx.commit().await?;
        Ok(changed)
    }
}
