use actix_web::{HttpResponse, web::Data};
use bookplate_domain::{
    Bookplate,
    mail::{ListMail, MailFilter, MailStatus},
    roles::Permission,
};
use utoipa::IntoParams;

use crate::{
    edge::{RequestClient, SignedIn},
    problem::Problem,
    wire::{
        GuardProblems, ListProblems, ListQuery, MailStatusWord, MailView, PageParams, PageView,
        one_of,
    },
};

/// Which mails; nothing said: all.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the shape for the document; the parameters are read one by one")]
pub(crate) struct MailParams {
    /// What became of them.
    #[param(inline, example = "dead")]
    status: Option<MailStatusWord>,
}

/// What became of mails
///
/// The newest first, without what they say.
#[utoipa::path(
    get, path = "/api/v1/admin/mail", tag = "admin", params(MailParams, PageParams),
    security(("accessToken" = [])),
    extensions(("x-permission" = json!(Permission::ManageMail.as_str()))),
    responses(
        (status = 200, description = "One page.", body = PageView<MailView>),
        GuardProblems, ListProblems,
    )
)]
pub(crate) async fn list_mail(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    SignedIn(caller): SignedIn,
    mut query: ListQuery,
) -> Result<HttpResponse, Problem> {
    let status = one_of(&MailStatus::ALL, MailStatus::as_str);
    let status = query.fields.optional_text("status", status);
    let make = || Some(MailFilter { status: status?, ..MailFilter::default() });
    let (filter, paging) = query.finish(&caller.actor, make)?;
    let query = ListMail { filter, after: paging.after()?, limit: paging.limit, client };
    let page = bookplate.mail.list_mail(Some(&caller.actor), query).await?;
    Ok(paging.present(&page, MailView::from))
}
