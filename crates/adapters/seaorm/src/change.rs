use std::{collections::BTreeSet, fmt, sync::Arc};

use bookplate_domain::{
    shared::UserId,
    store::{ChangeListener, StoreError},
};
use sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

use crate::sql::Sql;

/// Where nodes tell each other of changes.
pub(crate) const CHANNEL: &str = "bookplate";

/// Sent with `COMMIT`, or not at all.
const NOTIFY: &str = "SELECT pg_notify($1, $2)";

/// Something that a [`ChangeListener`] is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    User(UserId),
    SigningKeys,
}

impl Change {
    /// The change as other nodes read it; `None` if it is of a kind that this version does not
    /// know.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None if text == "keys" => Some(Self::SigningKeys),
            Some(("user", id)) => Uuid::try_parse(id).ok().map(UserId::from_uuid).map(Self::User),
            _ => None,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user:{id}"),
            Self::SigningKeys => f.write_str("keys"),
        }
    }
}

/// Tells the other nodes of changes once the transaction is kept, where the database can do that.
pub(crate) async fn notify(
    transaction: &impl ConnectionTrait,
    changes: &BTreeSet<Change>,
) -> Result<(), StoreError> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        for change in changes {
            Sql::new(transaction, NOTIFY).bind(CHANNEL).bind(change.to_string()).run().await?;
        }
    }
    Ok(())
}

/// Who on this node is told of changes.
#[derive(Clone, Default)]
pub(crate) struct Listeners(Vec<Arc<dyn ChangeListener>>);

impl Listeners {
    pub(crate) fn add(&mut self, listener: Arc<dyn ChangeListener>) {
        self.0.push(listener);
    }

    pub(crate) fn tell(&self, change: Change) {
        for listener in &self.0 {
            match change {
                Change::User(id) => listener.user_changed(id),
                Change::SigningKeys => listener.signing_keys_changed(),
            }
        }
    }

    pub(crate) fn anything_may_have_changed(&self) {
        self.0.iter().for_each(|listener| listener.anything_may_have_changed());
    }
}

/// Tells the listeners when it is dropped. A commit may be kept although its answer was lost, or
/// nobody waited for it any more: then they are told, too.
pub(crate) struct ToldWhenDropped {
    pub(crate) listeners: Listeners,
    pub(crate) changes: BTreeSet<Change>,
}

impl Drop for ToldWhenDropped {
    fn drop(&mut self) {
        self.changes.iter().for_each(|change| self.listeners.tell(*change));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_read_as_it_was_sent() {
        let user = Change::User(UserId::from_uuid(Uuid::from_u128(7)));
        assert_eq!(user.to_string(), "user:00000000-0000-0000-0000-000000000007");
        for change in [user, Change::SigningKeys] {
            assert_eq!(Change::parse(&change.to_string()), Some(change));
        }
    }

    #[test]
    fn what_another_version_sends_is_no_change_that_is_known() {
        for text in ["", "keys:", "user", "user:", "user:7", "roles", "roles:7"] {
            assert_eq!(Change::parse(text), None, "{text}");
        }
    }
}
