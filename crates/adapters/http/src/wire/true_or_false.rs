use bookplate_domain::shared::{FieldCode, Invalid};

/// Yes or no, as a parameter of a query string says it.
pub(crate) fn true_or_false(text: &str) -> Result<bool, Invalid> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Invalid::new(FieldCode::InvalidFormat, "must be true or false")),
    }
}
