//! What bodies of requests must not have.

use utoipa::{
    Modify,
    openapi::{
        Object, OpenApi, RefOr, Schema,
        schema::{AdditionalProperties, AllOf},
    },
};

use super::required::in_requests;

/// Says of every body that a member which it does not name is refused.
pub(super) struct Closed;

impl Modify for Closed {
    fn modify(&self, document: &mut OpenApi) {
        let asked = in_requests(document);
        let Some(components) = document.components.as_mut() else { return };
        for (_, schema) in components.schemas.iter_mut().filter(|(name, _)| asked.contains(*name)) {
            if let RefOr::T(Schema::AllOf(parts)) = schema
                && let Some(whole) = joined(parts)
            {
                *schema = Schema::Object(whole).into();
            }
            if let RefOr::T(Schema::Object(object)) = schema
                && !object.properties.is_empty()
                && object.additional_properties.is_none()
            {
                object.additional_properties =
                    Some(Box::new(AdditionalProperties::FreeForm(false)));
            }
        }
    }
}

/// One object with the members of all parts: in a part, the members of the others would be unknown.
/// `None` if a part stands elsewhere.
fn joined(parts: &AllOf) -> Option<Object> {
    let mut whole = Object::new();
    whole.description.clone_from(&parts.description);
    for part in &parts.items {
        let RefOr::T(Schema::Object(part)) = part else { return None };
        whole.properties.extend(part.properties.clone());
        whole.required.extend(part.required.iter().cloned());
    }
    Some(whole)
}
