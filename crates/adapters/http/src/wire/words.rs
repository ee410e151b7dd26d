//! The words that fields of the contract choose from, for the OpenAPI document.

use std::borrow::Cow;

use bookplate_domain::{
    audit::EventKind,
    chats::{
        MessageOrder, MessageRole, MessageStatus, MessageView, Rating, ReportAction, ReportReason,
        ReportStatus, TitleSource,
    },
    identities::Prompt,
    mail::MailStatus,
    roles::Role,
    users::{Status, Theme},
};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

use super::Transport;

macro_rules! words {
    ($($(#[$doc:meta])* $shape:ident: $words:expr => $name:literal;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $shape;

        impl PartialSchema for $shape {
            fn schema() -> RefOr<Schema> {
                let words = $words.iter().map(|each| each.as_str());
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words)).into()
            }
        }

        impl ToSchema for $shape {
            fn name() -> Cow<'static, str> {
                $name.into()
            }
        }
    )*};
}

words! {
    /// What a provider is asked to do.
    PromptWord: Prompt::ALL => "Prompt";
    /// Who speaks.
    MessageRoleWord: MessageRole::ALL => "MessageRole";
    /// How far a message is.
    MessageStatusWord: MessageStatus::ALL => "MessageStatus";
    /// Which messages of a chat.
    MessageViewWord: MessageView::ALL => "MessageView";
    /// In which order.
    MessageOrderWord: MessageOrder::ALL => "MessageOrder";
    /// Where a title comes from.
    TitleSourceWord: TitleSource::ALL => "TitleSource";
    /// What may be said of where a title comes from.
    GivenTitleSourceWord: [TitleSource::Generated, TitleSource::User] => "GivenTitleSource";
    /// What a message was worth.
    RatingWord: Rating::ALL => "Rating";
    /// What is wrong with a message.
    ReportReasonWord: ReportReason::ALL => "ReportReason";
    /// How far a report is.
    ReportStatusWord: ReportStatus::ALL => "ReportStatus";
    /// What comes of a report.
    ReportActionWord: ReportAction::ALL => "ReportAction";
    /// What somebody may do.
    RoleWord: Role::ALL => "Role";
    /// What somebody with an account may do.
    GivenRoleWord: Role::GIVEN => "GivenRole";
    /// Whether an account may be used.
    StatusWord: Status::ALL => "UserStatus";
    /// How pages look.
    ThemeWord: Theme::ALL => "Theme";
    /// What became of a mail.
    MailStatusWord: MailStatus::ALL => "MailStatus";
    /// What happened.
    EventKindWord: EventKind::ALL => "EventType";
    /// How the refresh token travels.
    TransportWord: Transport::ALL => "Transport";
}
