use std::convert::Infallible;

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, web::Data};
use bookplate_domain::{
    Bookplate,
    identities::{AuthorizationResponse, CompleteAuthorization, Completed, ProviderAnswer},
};
use secrecy::SecretString;
use utoipa::IntoParams;

use super::return_to;
use crate::{
    edge::{BrowserCookie, RequestClient},
    problem::Problem,
    wire::{LimitProblems, PathProvider, ProviderProblems, read_form},
};

/// What a provider gives a browser along. Whatever else it says is passed over.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the shape for the document; the parameters are read one by one")]
pub(crate) struct CallbackParams {
    /// Names the way that the browser is on.
    state: Option<String>,
    /// The provider's code.
    code: Option<String>,
    /// The issuer (RFC 9207).
    iss: Option<String>,
    /// Why there is no code (RFC 6749, 4.1.2.1).
    error: Option<String>,
}

/// What a browser brings back. What cannot be read is as good as nothing.
pub(crate) struct CallbackQuery {
    state: Option<SecretString>,
    answer: ProviderAnswer,
}

impl CallbackQuery {
    fn of(query: &str) -> Self {
        let mut values = read_form(query.as_bytes()).unwrap_or_default();
        let mut take = |name| match values.remove(name) {
            Some(serde_json::Value::String(text)) if !text.is_empty() => Some(text),
            _ => None,
        };
        let (state, issuer) = (take("state").map(SecretString::from), take("iss"));
        let answer = match (take("code").map(SecretString::from), take("error")) {
            (Some(code), None) => ProviderAnswer::Code(AuthorizationResponse { code, issuer }),
            (None, Some(error)) => ProviderAnswer::Error(error),
            _ => ProviderAnswer::Nothing,
        };
        Self { state, answer }
    }
}

impl FromRequest for CallbackQuery {
    type Error = Infallible;
    type Future = std::future::Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Ok(Self::of(request.query_string())))
    }
}

/// Come back from a provider
///
/// For the provider alone. Nobody is signed in by it: what the provider said of the person is kept
/// for a minute, for whoever has the one-time code and what it is bound to.
#[utoipa::path(
    get, path = "/api/v1/auth/oauth/{provider}/callback", tag = "auth",
    params(("provider" = String, Path, description = "One of `providers` in `GET /config`.",
        example = "google"), CallbackParams),
    responses(
        (status = 302, description = "To the page of the front end, with `#code=…` or `#error=…` \
            behind its address."),
        ProviderProblems, LimitProblems,
    )
)]
pub(crate) async fn complete_authorization(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    PathProvider(provider): PathProvider,
    BrowserCookie(browser): BrowserCookie,
    CallbackQuery { state, answer }: CallbackQuery,
) -> Result<HttpResponse, Problem> {
    let command = CompleteAuthorization { provider, state, browser, answer };
    match bookplate.identities.complete_authorization(command).await? {
        Completed::Code { redirect_to, code } => return_to::with_code(&redirect_to, &code),
        Completed::Failed(failure) => return_to::with_failure(&failure, &client),
    }
}
