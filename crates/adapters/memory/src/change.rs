use std::sync::Arc;

use bookplate_domain::{shared::UserId, store::ChangeListener};

/// Something that a [`ChangeListener`] is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Change {
    User(UserId),
    SigningKeys,
}

impl Change {
    pub(crate) fn tell(self, listener: &Arc<dyn ChangeListener>) {
        match self {
            Self::User(id) => listener.user_changed(id),
            Self::SigningKeys => listener.signing_keys_changed(),
        }
    }
}
