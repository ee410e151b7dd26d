use actix_web::{
    HttpResponse,
    http::header,
    web::{Bytes, Data},
};
use bookplate_domain::{
    Bookplate,
    roles::Permission,
    shared::UserId,
    users::{Export, Held},
};
use futures::stream::{self, Stream};

use super::held::export_line;
use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{GuardProblems, LimitProblems},
};

/// Everything that is held about me
///
/// One JSON object a line; its member `type` is `account`, `preferences`, `emailChange`, `session`,
/// `mail` or `event`. A body that ends before it is whole ends abruptly. It may be had twice a day.
#[utoipa::path(
    get, path = "/api/v1/users/me/export", tag = "users", security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ExportOwnData.as_str()))),
    responses(
        (status = 200, description = "Everything, to be saved as a file.", body = String,
            content_type = "application/x-ndjson"),
        GuardProblems, LimitProblems,
    )
)]
pub(crate) async fn export_own_data(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
) -> Result<HttpResponse, Problem> {
    let request_id = client.request_id.clone().unwrap_or_default();
    let mut export = bookplate.users.export_own_data(&caller.actor, &client).await?;
    let user = caller.actor.user_id;
    // A failure of the first page is still told as a problem.
    let first = export.next().await?.unwrap_or_default();
    let first = lines(user, &first).map_err(Problem::internal)?;
    let file = format!("attachment; filename=\"account-{user}.ndjson\"");
    Ok(HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .insert_header((header::CONTENT_DISPOSITION, file))
        .streaming(pages(user, first, export, request_id)))
}

/// The pages as they are asked for. After the head only a broken connection says that something is
/// missing.
fn pages(
    user: UserId,
    first: Bytes,
    export: Export,
    request_id: String,
) -> impl Stream<Item = Result<Bytes, actix_web::Error>> {
    stream::try_unfold((Some(first), export), move |(first, mut export)| {
        let request_id = request_id.clone();
        async move {
            if let Some(first) = first {
                return Ok(Some((first, (None, export))));
            }
            let page = next_page(user, &mut export).await.map_err(|problem| {
                let cause = problem.cause().map(ToString::to_string);
                tracing::error!(request_id, %problem, cause, "an export broke off");
                actix_web::Error::from(problem)
            })?;
            Ok(page.map(|page| (page, (None, export))))
        }
    })
}

/// The next page that is not empty: an empty chunk would end the body.
async fn next_page(user: UserId, export: &mut Export) -> Result<Option<Bytes>, Problem> {
    while let Some(items) = export.next().await? {
        if !items.is_empty() {
            return lines(user, &items).map(Some).map_err(Problem::internal);
        }
    }
    Ok(None)
}

fn lines(user: UserId, items: &[Held]) -> Result<Bytes, serde_json::Error> {
    let mut text = String::new();
    for item in items {
        text.push_str(&export_line(user, item)?);
        text.push('\n');
    }
    Ok(text.into())
}
