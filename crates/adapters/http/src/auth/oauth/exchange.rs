use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{Bookplate, identities::SignIn, shared::Locale};
use utoipa::ToSchema;

use crate::{
    auth::{
        measures::{self, Beginning},
        transport::hand_over,
    },
    edge::{AnyCaller, Languages, NamedClient, NoForeignPage},
    problem::Problem,
    wire::{
        AuthOutcome, BodyProblems, CodeProblems, Fields, LimitProblems, ProblemView, Transport,
        TransportWord, read_code,
    },
};

/// What a one-time code is exchanged for.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[allow(dead_code, reason = "the shape for the document; the fields are read one by one")]
pub(crate) struct ExchangeBody {
    /// The code that the browser brought from the provider.
    #[schema(example = "bp_oc_…")]
    code: String,
    /// The random text whose SHA-256 was given at the start: 43 to 128 unreserved characters
    /// (RFC 7636, 4.1).
    #[schema(format = Password, min_length = 43, max_length = 128,
        pattern = "^[A-Za-z0-9._~-]{43,128}$", example = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")]
    code_verifier: String,
    /// How the refresh token travels: `body` (if nothing is said) or `cookie`.
    transport: Option<TransportWord>,
}

/// Sign in with a one-time code
///
/// A page must be of an allowed origin. What is a visitor's comes along who does it with the own
/// access token. Somebody new has an account afterwards, with a proven mailbox and without a
/// password. An account that is there already is linked if the provider vouches for its address and
/// its mailbox is proven; if that is not proven, whoever registered it loses password and sessions.
/// What is refused leaves the code as it was.
#[utoipa::path(
    post, path = "/api/v1/auth/oauth/exchange", tag = "auth", request_body = ExchangeBody,
    security((), ("accessToken" = [])),
    responses(
        (status = 200, description = "Signed in.", body = AuthOutcome),
        (status = 401, description = "No access token is fine, but not one that is none \
            (`ACCESS_TOKEN_INVALID`), has expired (`ACCESS_TOKEN_EXPIRED`), or is of a session that \
            has expired (`SESSION_EXPIRED`) or was ended (`SESSION_REVOKED`).", body = ProblemView,
            content_type = "application/problem+json"),
        (status = 403, description = "The provider does not vouch for the address, and the identity \
            is linked to no account (`PROVIDER_EMAIL_UNVERIFIED`); the account is suspended \
            (`ACCOUNT_SUSPENDED`), or its mailbox is not proven (`EMAIL_NOT_VERIFIED`); nobody new \
            is let in (`REGISTRATION_DISABLED`); or the page is of an origin that is not allowed \
            (`ORIGIN_NOT_ALLOWED`).", body = ProblemView, content_type = "application/problem+json"),
        (status = 409, description = "The account of the address is linked to another identity of \
            this provider (`PROVIDER_ALREADY_LINKED`), or the address is kept for an account that \
            had it a short while ago (`EMAIL_EXISTS`).", body = ProblemView,
            content_type = "application/problem+json"),
        BodyProblems, CodeProblems, LimitProblems,
    )
)]
pub(crate) async fn exchange_code(
    bookplate: Data<Bookplate>,
    _: NoForeignPage,
    NamedClient(client): NamedClient,
    languages: Languages,
    AnyCaller(caller): AnyCaller,
    mut fields: Fields,
) -> Result<HttpResponse, Problem> {
    let code = read_code(&mut fields);
    let visitor = caller.map(|caller| caller.actor);
    let locale = Locale { language: languages.into_first(), time_zone: None };
    let transport = Transport::read(&mut fields);
    let read = || Some((SignIn { code: code?, visitor, locale, client }, transport?));
    let (command, transport) = fields.finish(read)?;
    let grant = bookplate.identities.sign_in(command).await?;
    measures::started(Beginning::Provider);
    let outcome = AuthOutcome::new(&grant, transport);
    hand_over(HttpResponse::Ok(), &grant.tokens, transport, outcome)
}
