//! Short texts and parts that stand in lists and elsewhere, for the OpenAPI document.

use std::borrow::Cow;

use bookplate_domain::chats::Tag;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, SchemaFormat, Type, schema::AdditionalProperties},
};

macro_rules! texts {
    ($($(#[$doc:meta])* $shape:ident as $name:literal: $make:expr;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $shape;

        impl PartialSchema for $shape {
            fn schema() -> RefOr<Schema> {
                let make: fn(ObjectBuilder) -> ObjectBuilder = $make;
                make(ObjectBuilder::new().schema_type(Type::String)).into()
            }
        }

        impl ToSchema for $shape {
            fn name() -> Cow<'static, str> {
                $name.into()
            }
        }
    )*};
}

/// A part of a message: an object with a type, and with whatever belongs to that.
pub(crate) struct PartShape;

impl PartialSchema for PartShape {
    fn schema() -> RefOr<Schema> {
        let kind = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1));
        ObjectBuilder::new()
            .property("type", kind)
            .required("type")
            .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(true)))
            .into()
    }
}

impl ToSchema for PartShape {
    fn name() -> Cow<'static, str> {
        "MessagePart".into()
    }
}

texts! {
    /// An id that the service or a client gave.
    IdText as "Id": |text| text.format(Some(SchemaFormat::Custom("uuid".to_owned())));
    /// The id of a message, unique in its chat.
    MessageIdText as "MessageId": |text| text.pattern(Some("^[A-Za-z0-9_-]{1,64}$"));
    /// A word that a user puts chats in order with.
    TagText as "Tag": |text| text.min_length(Some(1)).max_length(Some(Tag::MAX_CHARS));
}
