use actix_web::{
    HttpResponse,
    http::header,
    web::{Bytes, Data},
};
use bookplate_domain::{
    Bookplate,
    roles::Permission,
    shared::{Timestamp, UserId},
    users::{Export, Held},
};

use super::held::export_line;
use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{GuardProblems, LimitProblems, Pieces, streamed},
};

/// Everything that is held about me
///
/// One JSON object a line; its member `type` is `account`, `preferences`, `emailChange`, `session`,
/// `chat`, `message`, `report`, `mail` or `event`. A body that ends before it is whole ends abruptly. It may be had twice a day.
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
    let export = bookplate.users.export_own_data(&caller.actor, &client).await?;
    let user = caller.actor.user_id;
    let mut lines = Lines { user, now: bookplate.now(), export };
    let first = lines.next().await?.unwrap_or_default();
    let file = format!("attachment; filename=\"account-{user}.ndjson\"");
    Ok(HttpResponse::Ok()
        .content_type("application/x-ndjson")
        .insert_header((header::CONTENT_DISPOSITION, file))
        .streaming(streamed(first, lines, request_id)))
}

/// What is held, as lines.
struct Lines {
    user: UserId,
    now: Timestamp,
    export: Export,
}

impl Lines {
    fn write(&self, items: &[Held]) -> Result<Bytes, Problem> {
        let mut text = String::new();
        for item in items {
            let line = export_line(self.user, item, self.now).map_err(Problem::internal)?;
            text.push_str(&line);
            text.push('\n');
        }
        Ok(text.into())
    }
}

impl Pieces for Lines {
    async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        while let Some(items) = self.export.next().await? {
            if !items.is_empty() {
                return self.write(&items).map(Some);
            }
        }
        Ok(None)
    }
}
