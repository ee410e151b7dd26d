use bookplate_domain::identities::ProviderError;
use oauth2::AccessToken;
use openidconnect::http::HeaderValue;

use crate::step::Step;

/// The header of RFC 6750, 2.1.
pub(crate) fn bearer(step: Step, token: &AccessToken) -> Result<HeaderValue, ProviderError> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.secret()))
        .map_err(|_| step.untrustworthy("the access token is none"))?;
    value.set_sensitive(true);
    Ok(value)
}
