use super::Role;

/// Writes the enum, its names and the table of who may do what from one list.
macro_rules! permissions {
    (
        anonymous user moderator admin
        $($(#[$doc:meta])* $name:ident $word:literal $anonymous:tt $user:tt $moderator:tt $admin:tt)*
    ) => {
        /// One thing that a caller may or may not do. Use cases ask for a permission, never for a
        /// role.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Permission {$(
            $(#[$doc])*
            $name,
        )*}

        impl Permission {
            /// Every permission, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The permission as it is written in documents.
            pub const fn as_str(self) -> &'static str {
                match self {$( Self::$name => $word, )*}
            }
        }

        impl Role {
            /// The table of who may do what.
            pub const fn may(self, permission: Permission) -> bool {
                let [anonymous, user, moderator, admin] = match permission {$(
                    Permission::$name => [
                        permitted!($anonymous),
                        permitted!($user),
                        permitted!($moderator),
                        permitted!($admin),
                    ],
                )*};
                match self {
                    Self::Anonymous => anonymous,
                    Self::User => user,
                    Self::Moderator => moderator,
                    Self::Admin => admin,
                }
            }
        }
    };
}

macro_rules! permitted {
    (yes) => {
        true
    };
    (-) => {
        false
    };
}

permissions! {
                                                                 anonymous user moderator admin
    /// Read the own account.
    ReadOwnAccount          "read_own_account"                   yes       yes  yes       yes
    /// End the own session.
    EndOwnSession           "end_own_session"                    yes       yes  yes       yes
    /// Read and change the own preferences.
    ManageOwnPreferences    "manage_own_preferences"             yes       yes  yes       yes
    /// Start, read, write, search, report and delete the own chats.
    ManageOwnChats          "manage_own_chats"                   yes       yes  yes       yes
    /// Take over what one asked as a visitor.
    ClaimChats              "claim_chats"                        -         yes  yes       yes
    /// Change the own name, picture and words.
    EditOwnProfile          "edit_own_profile"                   -         yes  yes       yes
    /// See the own ways to sign in, and change the password and the address.
    ManageOwnCredentials    "manage_own_credentials"             -         yes  yes       yes
    /// See and end all of the own sessions.
    ManageOwnSessions       "manage_own_sessions"                -         yes  yes       yes
    /// Read the security events of the own account.
    ReadOwnEvents           "read_own_events"                    -         yes  yes       yes
    /// Get everything that is held about the own account.
    ExportOwnData           "export_own_data"                    -         yes  yes       yes
    /// Delete the own account.
    DeleteOwnAccount        "delete_own_account"                 -         yes  yes       yes
    /// List and read accounts.
    ReadUsers               "read_users"                         -         -    yes       yes
    /// See and end the sessions of another account.
    ManageUserSessions      "manage_user_sessions"               -         -    yes       yes
    /// Read reported messages and settle the reports.
    ReviewReports           "review_reports"                     -         -    yes       yes
    /// Change the name, the role and the suspension of another account.
    UpdateUsers             "update_users"                       -         -    -         yes
    /// Make an account and ask its owner in by mail.
    InviteUsers             "invite_users"                       -         -    -         yes
    /// Mail another account a link that sets a new password.
    StartPasswordResets     "start_password_resets"              -         -    -         yes
    /// Delete another account.
    DeleteUsers             "delete_users"                       -         -    -         yes
    /// Read everybody's security events.
    ReadAuditTrail          "read_audit_trail"                   -         -    -         yes
    /// See what became of mails, and have dead ones tried again.
    ManageMail              "manage_mail"                        -         -    -         yes
    /// Change the keys that sign access tokens.
    ManageSigningKeys       "manage_signing_keys"                -         -    -         yes
}

impl Role {
    /// Whose accounts a role may act on, where it has the permission at all: a moderator on users
    /// and visitors, an admin on everybody's. Nobody acts on the own account this way.
    pub const fn may_act_on(self, target: Role) -> bool {
        match self {
            Self::Admin => true,
            Self::Moderator => matches!(target, Self::Anonymous | Self::User),
            Self::Anonymous | Self::User => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_role_may_the_next_may_too() {
        for permission in Permission::ALL {
            for roles in Role::ALL.windows(2) {
                let [lower, higher] = roles else { unreachable!() };
                assert!(!lower.may(*permission) || higher.may(*permission), "{permission:?}");
            }
            assert!(Role::Admin.may(*permission), "{permission:?}");
        }
    }

    #[test]
    fn every_permission_has_a_name_of_its_own() {
        let mut names: Vec<&str> = Permission::ALL.iter().map(|each| each.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Permission::ALL.len());
    }

    #[test]
    fn a_moderator_acts_on_users_only() {
        use Role::{Admin, Anonymous, Moderator, User};
        assert!([Anonymous, User].into_iter().all(|target| Moderator.may_act_on(target)));
        assert!(![Moderator, Admin].into_iter().any(|target| Moderator.may_act_on(target)));
        assert!(Role::ALL.into_iter().all(|target| Admin.may_act_on(target)));
        assert!(![Anonymous, User].into_iter().any(|actor| actor.may_act_on(Anonymous)));
    }
}
