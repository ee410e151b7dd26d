use actix_web::web::Data;
use bookplate_domain::{
    Bookplate,
    users::{AcceptInvitation, DisplayName},
};

use super::visit::Visit;
use crate::{
    edge::{Admission, Admitted, RequestClient},
    problem::Problem,
    wire::{FormFields, read_new_password, read_off_worker},
};

/// Hands an account over to whoever was invited.
pub(crate) async fn accept_invitation(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    visit: Visit,
    FormFields(mut fields): FormFields,
    admission: Admission,
) -> Result<Admitted, Problem> {
    let passwords = bookplate.policy().passwords;
    let token = visit.read_token(&mut fields);
    let name = fields.text("name", |typed| {
        visit.keep_name(typed);
        DisplayName::parse(typed)
    });
    let command = read_off_worker(move || {
        let password = read_new_password(&mut fields, passwords, name.as_ref());
        fields.finish(|| {
            let (token, name, password) = (token?, name?, password?);
            Some(AcceptInvitation { token, name, password, client })
        })
    })
    .await?;
    let accept = async {
        let email = bookplate.users.accept_invitation(command).await?;
        Ok(visit.done(Some(&email)))
    };
    admission.admit(accept).await
}
