use serde_json::{Map, Value};

use super::{Chat, ChatError, Chats, Tag, Title, TitleSource, lock};
use crate::{
    roles::Permission,
    sessions::Actor,
    shared::{ChatId, IfVersion, InputErrors},
};

/// Somebody changes what is said about a chat. What is `None` stays.
#[derive(Clone, Debug)]
pub struct UpdateChat {
    /// The chat.
    pub id: ChatId,
    /// What it is called.
    pub title: Option<NewTitle>,
    /// Whether it is wanted at the top.
    pub pinned: Option<bool>,
    /// Whether it is put away.
    pub archived: Option<bool>,
    /// What it is put in order with.
    pub tags: Option<Vec<Tag>>,
    /// A merge patch (RFC 7396) for what is remembered with it.
    pub metadata: Option<Map<String, Value>>,
    /// Only if the chat still has one of these versions.
    pub if_version: IfVersion,
}

/// What a chat is called from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewTitle {
    /// Nothing, until the next question.
    None,
    /// What the owner calls it.
    ByUser(Title),
    /// What a model calls it; left out if the owner has called it something.
    Generated(Title),
}

impl Chats {
    /// Changes what is said about a chat of the caller, and answers it as it is then. A change that
    /// changes nothing leaves the version as it was. None moves the chat in the list.
    ///
    /// `NotFound` without such a chat; `VersionConflict` if it has none of the expected versions;
    /// `Invalid` if it would have too much metadata; `LimitReached` if the caller writes too often;
    /// `Forbidden` without the permission.
    pub async fn update_chat(&self, actor: &Actor, command: UpdateChat) -> Result<Chat, ChatError> {
        actor.require(Permission::ManageOwnChats)?;
        self.count_write(actor).await?;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let chat = lock(tx.as_mut(), actor, command.id).await?;
        chat.require_version(&command.if_version)?;
        let mut changed = command.applied_to(&chat)?;
        if changed == chat {
            return Ok(chat);
        }
        changed.touch(now);
        tx.chats().update(&changed).await?;
        tx.commit().await?;
        Ok(changed)
    }
}

impl UpdateChat {
    fn applied_to(&self, chat: &Chat) -> Result<Chat, InputErrors> {
        let mut changed = chat.clone();
        match &self.title {
            None => {}
            Some(NewTitle::None) => {
                (changed.title, changed.title_source) = (None, TitleSource::Auto);
            }
            Some(NewTitle::ByUser(title)) => {
                (changed.title, changed.title_source) = (Some(title.clone()), TitleSource::User);
            }
            Some(NewTitle::Generated(_)) if chat.title_source == TitleSource::User => {}
            Some(NewTitle::Generated(title)) => {
                (changed.title, changed.title_source) =
                    (Some(title.clone()), TitleSource::Generated);
            }
        }
        changed.pinned = self.pinned.unwrap_or(chat.pinned);
        changed.archived = self.archived.unwrap_or(chat.archived);
        if let Some(tags) = &self.tags {
            changed.tags.clone_from(tags);
        }
        if let Some(patch) = &self.metadata {
            let merged = chat.metadata.patched(patch.clone());
            changed.metadata = merged.map_err(|invalid| InputErrors::one("metadata", invalid))?;
        }
        Ok(changed)
    }
}
