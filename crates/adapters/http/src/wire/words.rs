//! The words that fields of the contract choose from, for the OpenAPI document.

use std::borrow::Cow;

use bookplate_domain::chats::{
    MessageOrder, MessageRole, MessageStatus, MessageView, Rating, ReportAction, ReportReason,
    ReportStatus, TitleSource,
};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, Type},
};

macro_rules! words {
    ($($(#[$doc:meta])* $shape:ident: $words:ident as $name:literal;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $shape;

        impl PartialSchema for $shape {
            fn schema() -> RefOr<Schema> {
                let words = $words::ALL.iter().map(|each| each.as_str());
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
    /// Who speaks.
    MessageRoleWord: MessageRole as "MessageRole";
    /// How far a message is.
    MessageStatusWord: MessageStatus as "MessageStatus";
    /// Which messages of a chat.
    MessageViewWord: MessageView as "MessageView";
    /// In which order.
    MessageOrderWord: MessageOrder as "MessageOrder";
    /// Where a title comes from.
    TitleSourceWord: TitleSource as "TitleSource";
    /// What a message was worth.
    RatingWord: Rating as "Rating";
    /// What is wrong with a message.
    ReportReasonWord: ReportReason as "ReportReason";
    /// How far a report is.
    ReportStatusWord: ReportStatus as "ReportStatus";
    /// What comes of a report.
    ReportActionWord: ReportAction as "ReportAction";
}
