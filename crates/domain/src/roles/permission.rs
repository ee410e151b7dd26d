use super::Role;

/// One thing that a caller may or may not do. Use cases ask for a permission, never for a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Read the own account.
    ReadOwnAccount,
    /// End the own session.
    EndOwnSession,
    /// See and end all of the own sessions.
    ManageOwnSessions,
    /// Change the keys that sign access tokens.
    ManageSigningKeys,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 4] = [
        Self::ReadOwnAccount,
        Self::EndOwnSession,
        Self::ManageOwnSessions,
        Self::ManageSigningKeys,
    ];
}

impl Role {
    /// The table of who may do what.
    pub const fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::ReadOwnAccount | Permission::EndOwnSession => match self {
                Self::Anonymous | Self::User | Self::Moderator | Self::Admin => true,
            },
            Permission::ManageOwnSessions => match self {
                Self::User | Self::Moderator | Self::Admin => true,
                Self::Anonymous => false,
            },
            Permission::ManageSigningKeys => match self {
                Self::Admin => true,
                Self::Anonymous | Self::User | Self::Moderator => false,
            },
        }
    }
}
