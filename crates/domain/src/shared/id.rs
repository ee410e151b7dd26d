use std::fmt;

use uuid::{Builder, Uuid};

use super::{Random, Timestamp};

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Mints a UUIDv7 (RFC 9562): ordered by the millisecond it was made in.
            pub fn mint(now: Timestamp, random: &dyn Random) -> Self {
                Self(uuid_v7(now, random))
            }

            /// Takes an id that was minted before.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID, for storing it.
            pub const fn as_uuid(&self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

typed_ids! {
    /// Names a user, or a visitor who is not one yet.
    UserId;
    /// Names a session: one signed-in device.
    SessionId;
    /// Names a registration that waits for its mailbox to be proven.
    RegistrationId;
    /// Names a change of address that was asked for.
    EmailChangeId;
    /// Names a mailed token, or one issue of an access token (`jti`).
    TokenId;
    /// Names a mail in the outbox.
    MailId;
    /// Names an entry of the audit trail.
    EventId;
    /// Names a chat. Whoever starts one may choose it: any UUID.
    ChatId;
    /// Names a report of a message.
    ReportId;
    /// Names a browser's way to a provider and back.
    AuthorizationId;
    /// Names one request, in the log, the audit trail and the answer.
    RequestId;
}

fn uuid_v7(now: Timestamp, random: &dyn Random) -> Uuid {
    let mut noise = [0; 10];
    random.fill(&mut noise);
    let millis = u64::try_from(now.unix_millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &noise).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Zeros;
    impl Random for Zeros {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    #[test]
    fn an_id_is_a_version_7_uuid_of_its_millisecond() {
        let id = UserId::mint(Timestamp::from_unix_millis(0x0123_4567_89ab), &Zeros);
        assert_eq!(id.to_string(), "01234567-89ab-7000-8000-000000000000");
    }

    #[test]
    fn a_later_id_sorts_after_an_earlier_one() {
        let earlier = SessionId::mint(Timestamp::from_unix_millis(1), &Zeros);
        let later = SessionId::mint(Timestamp::from_unix_millis(2), &Zeros);
        assert!(earlier < later && earlier.to_string() < later.to_string());
    }
}
