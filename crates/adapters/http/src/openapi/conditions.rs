//! The headers of conditional requests.

use utoipa::{
    Modify,
    openapi::{Object, ObjectBuilder, OpenApi, RefOr, Type, path::ParameterIn},
};

use super::operations::operations;

/// Says of every condition what can stand in it.
pub(super) struct Conditions;

/// `*`, or up to 20 entity tags (RFC 9110, 8.8.3 and 13.1).
const TAGS: &str = r#"^(\*|(W/)?"[!#-~]*"([ \t]*,[ \t]*(W/)?"[!#-~]*"){0,19}[ \t]*,?)$"#;

impl Modify for Conditions {
    fn modify(&self, document: &mut OpenApi) {
        for (_, _, operation) in operations(document) {
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter
                    && parameter.parameter_in == ParameterIn::Header
                    && parameter.name.starts_with("If-")
                {
                    parameter.schema = Some(tags().into());
                }
            }
        }
    }
}

fn tags() -> Object {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(TAGS)).examples(["\"7\""]).build()
}
