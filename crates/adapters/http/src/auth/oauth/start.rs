use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    identities::{CodeChallenge, Prompt, StartAuthorization, Started},
};
use utoipa::IntoParams;

use super::return_to;
use crate::{
    edge::{BrowserCookie, RequestClient},
    problem::Problem,
    wire::{
        LimitProblems, PathProvider, PromptWord, ProviderProblems, QueryFields, QueryProblems,
        one_of,
    },
};

/// What a front end gives a browser along.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the parameters are read one by one")]
pub(crate) struct StartParams {
    /// The SHA-256, in base64url without padding, of a random text that the front end keeps for
    /// itself until it uses the one-time code (`S256`, RFC 7636, 4.2).
    #[param(
        min_length = 43,
        max_length = 43,
        pattern = "^[A-Za-z0-9_-]{43}$",
        example = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )]
    code_challenge: String,
    /// The page that the browser goes to in the end: one of those that are configured, to the
    /// letter; the first of them if nothing is said.
    #[param(format = "uri", example = "https://app.example.com/signed-in")]
    redirect_to: Option<String>,
    /// What the provider is asked to do, whoever is signed in there: have the person sign in once
    /// more, or choose an account. Not every provider does it.
    #[param(inline, example = "select_account")]
    prompt: Option<PromptWord>,
}

/// Go to a provider
///
/// To be navigated to, not fetched: the browser is sent on to the provider, with a cookie that lets
/// no other browser come back in its place. In the end it arrives at the page of the front end, with
/// `#code=…` or with `#error=…` behind the address: `SIGN_IN_CANCELLED`, `PROVIDER_UNAVAILABLE`,
/// `PROVIDER_FAILED` or `INVALID_STATE`. What is refused here at once, it learns there as well.
#[utoipa::path(
    get, path = "/api/v1/auth/oauth/{provider}/start", tag = "auth",
    params(("provider" = String, Path, description = "One of `providers` in `GET /config`.",
        example = "google"), StartParams),
    responses(
        (status = 302, description = "To the provider; or to the page of the front end, with \
            `#error=PROVIDER_UNAVAILABLE` or `#error=PROVIDER_FAILED`."),
        (status = 303, description = "To the page of the front end, with the `code` of the problem \
            behind `#error=`: where a browser navigates, in place of all that is below. It is the \
            page that `redirectTo` names, if that is one of them, or the first."),
        ProviderProblems, QueryProblems, LimitProblems,
    )
)]
pub(crate) async fn start_authorization(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    PathProvider(provider): PathProvider,
    BrowserCookie(browser): BrowserCookie,
    QueryFields(mut fields): QueryFields,
) -> Result<HttpResponse, Problem> {
    let code_challenge = fields.text("codeChallenge", CodeChallenge::parse);
    let redirect_to = fields.optional_text("redirectTo", |text| Ok(text.to_owned()));
    let prompt = fields.optional_text("prompt", one_of(&Prompt::ALL, Prompt::as_str));
    let command = fields.finish(|| {
        let (code_challenge, redirect_to, prompt) = (code_challenge?, redirect_to?, prompt?);
        Some(StartAuthorization { provider, redirect_to, code_challenge, browser, prompt })
    })?;
    match bookplate.identities.start_authorization(command).await? {
        Started::AtProvider { url, browser } => {
            let mut answer = return_to::to(&url)?;
            Ok(answer.insert_header(BrowserCookie::keep(&browser)?).finish())
        }
        Started::Failed(failure) => return_to::with_failure(&failure, &client),
    }
}
