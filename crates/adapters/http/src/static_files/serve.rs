use actix_files::NamedFile;
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        Method,
        header::{self, HeaderValue},
    },
    web::{self, Data},
};

use super::{
    asked::Asked,
    folder::{self, Found},
    lasting::is_lasting,
};
use crate::{HttpConfig, problem::Problem};

/// A built site may have scripts in its pages and load what it likes, which only its author knows;
/// a `<meta>` of its own may forbid more. It is not framed, since whoever clicks there is signed in.
const SITE_CSP: HeaderValue =
    HeaderValue::from_static("base-uri 'self'; object-src 'none'; frame-ancestors 'none'");

/// Kept, and asked for each time whether it is still the same.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// Kept for a year and never asked for again.
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

const NOT_KEPT: HeaderValue = HeaderValue::from_static("no-store");

/// A file of the front end.
pub(crate) async fn serve(
    request: HttpRequest,
    config: Data<HttpConfig>,
) -> Result<HttpResponse, Problem> {
    let asked = Asked::parse(request.path()).ok_or_else(Problem::not_found)?;
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Problem::method_not_allowed(&[Method::GET, Method::HEAD]));
    }
    let folder = config.static_dir.clone().ok_or_else(Problem::not_found)?;
    let cache = if is_lasting(asked.path()) { FOR_GOOD } else { ASK_AGAIN };
    let found = web::block(move || folder::find(&folder, &asked)).await;
    match found.map_err(unreadable)?.map_err(unreadable)? {
        Found::File(file) => Ok(answer(file, &request, cache)),
        Found::App(page) => Ok(answer(page, &request, ASK_AGAIN)),
        Found::Missing(page) => Ok(HttpResponse::NotFound()
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CONTENT_SECURITY_POLICY, SITE_CSP))
            .insert_header((header::CACHE_CONTROL, ASK_AGAIN))
            .body(page)),
        Found::Nothing => Err(Problem::not_found()),
    }
}

fn answer(file: NamedFile, request: &HttpRequest, cache: HeaderValue) -> HttpResponse {
    let mut response = file.disable_content_disposition().into_response(request);
    let refused = response.status().is_client_error();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, SITE_CSP);
    // What was refused, such as a part that is not there, says nothing of the file.
    headers.insert(header::CACHE_CONTROL, if refused { NOT_KEPT } else { cache });
    // Scripts, too, are in UTF-8, which the library says of some texts only.
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let bare = kind.filter(|kind| kind.starts_with("text/") && !kind.contains(';'));
    if let Some(Ok(kind)) = bare.map(|kind| format!("{kind}; charset=utf-8").parse()) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    response
}

fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> Problem {
    Problem::internal(format!("cannot read a file of server.static_dir: {error}"))
}
