use bookplate_domain::shared::{FieldCode, Invalid};
use secrecy::SecretString;

/// What a visitor put into the field for the link, kept with the request so that the form need not
/// ask for it again.
pub(super) struct PastedLink(pub(super) String);

/// What a visitor put into the field for the name, kept likewise.
pub(super) struct TypedName(pub(super) String);

/// The token in what a visitor pasted: a whole link, or the token alone.
pub(super) fn read_token(pasted: &str) -> Result<SecretString, Invalid> {
    let token = match pasted.rsplit_once("token=") {
        Some((_, behind)) => behind.trim(),
        None if pasted.trim_start().starts_with("bp_") => pasted.trim(),
        // A link that has lost its token, as it stands in the address bar.
        None => "",
    };
    // What a mail program put around the link, such as `>`, is no part of the token.
    let end = token.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c));
    match &token[..end.unwrap_or(token.len())] {
        "" => Err(Invalid::new(FieldCode::Required, "there is no token in it")),
        token => Ok(SecretString::from(token)),
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_link_or_a_token_is_taken() {
        for pasted in [
            "bp_ve_a-B_9",
            " bp_ve_a-B_9\n",
            "https://app.example/verify-email#token=bp_ve_a-B_9",
            "<https://app.example/auth/verify-email#token=bp_ve_a-B_9>",
            "https://app.example/verify-email#token=bp_ve_a-B_9&utm_source=mail",
            "#token=bp_ve_a-B_9",
        ] {
            assert_eq!(read_token(pasted).unwrap().expose_secret(), "bp_ve_a-B_9", "{pasted}");
        }
    }

    #[test]
    fn what_holds_no_token_is_refused() {
        for pasted in [
            "",
            "  ",
            "https://app.example/verify-email",
            "https://app.example/verify-email#token=",
            "\"><script>",
        ] {
            assert_eq!(read_token(pasted).unwrap_err().code, FieldCode::Required, "{pasted}");
        }
    }
}
