use actix_web::web::{self, Data};
use bookplate_domain::{
    Bookplate,
    users::{AcceptInvitation, DisplayName},
};

use super::visit::Visit;
use crate::{
    edge::{Admission, Admitted, RequestClient},
    problem::Problem,
    wire::{FormFields, read_new_password},
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
    // Estimating a password's strength takes long: not on a thread that has others to answer.
    let command = web::block(move || {
        let password = read_new_password(&mut fields, passwords, name.as_ref());
        fields.finish(|| {
            let (token, name, password) = (token?, name?, password?);
            Some(AcceptInvitation { token, name, password, client })
        })
    });
    let command = command.await.map_err(Problem::internal)??;
    let accept = async {
        let email = bookplate.users.accept_invitation(command).await?;
        Ok(visit.done(Some(&email)))
    };
    admission.admit(accept).await
}
