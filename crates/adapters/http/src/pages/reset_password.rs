use actix_web::web::Data;
use bookplate_domain::{Bookplate, users::ResetPassword};

use super::visit::Visit;
use crate::{
    edge::{Admission, Admitted, RequestClient},
    problem::Problem,
    wire::{FormFields, read_new_password, read_off_worker},
};

/// Sets a new password.
pub(crate) async fn reset_password(
    bookplate: Data<Bookplate>,
    RequestClient(client): RequestClient,
    visit: Visit,
    FormFields(mut fields): FormFields,
    admission: Admission,
) -> Result<Admitted, Problem> {
    let passwords = bookplate.policy().passwords;
    let token = visit.read_token(&mut fields);
    let command = read_off_worker(move || {
        let password = read_new_password(&mut fields, passwords, None);
        fields.finish(|| Some(ResetPassword { token: token?, password: password?, client }))
    })
    .await?;
    let reset = async {
        bookplate.users.reset_password(command).await?;
        Ok(visit.done(None))
    };
    admission.admit(reset).await
}
