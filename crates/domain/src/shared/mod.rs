//! What every context needs: typed ids, time, randomness, pages, input errors.

mod client;
mod clock;
mod id;
mod if_version;
mod input;
mod locale;
mod merge_patch;
mod page;
pub(crate) mod plain_text;
mod random;
mod timestamp;

pub use client::Client;
pub use clock::Clock;
pub use id::{
    AuthorizationId, ChatId, EmailChangeId, EventId, MailId, RegistrationId, ReportId, RequestId,
    SessionId, TokenId, UserId,
};
pub use if_version::IfVersion;
pub use input::{FieldCode, FieldError, InputErrors, Invalid};
pub use locale::{LanguageTag, Locale, TimeZoneName};
pub(crate) use merge_patch::merge_patch;
pub use page::{Cursor, CursorCodec, CursorError, Limit, Page};
pub use random::Random;
pub use timestamp::Timestamp;
