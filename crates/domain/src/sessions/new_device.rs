use super::{SessionGrant, Sessions};
use crate::{
    mail::Mail,
    shared::Timestamp,
    store::{StoreError, Transaction},
};

impl Sessions {
    /// Tells the owner of an account by mail that somebody signed in on a device that no session
    /// of it was on before. The first session of all is no news, nor is a device without a name.
    pub(crate) async fn tell_of_a_new_device(
        &self,
        tx: &mut dyn Transaction,
        grant: &SessionGrant,
        known: &[String],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (Some(device), Some(email)) = (&grant.session.client.device, grant.user.proven_email())
        else {
            return Ok(());
        };
        let is_new = !known.is_empty() && !known.iter().any(|known| is_same(known, device));
        if is_new {
            let mail = Mail::NewDevice { device: Some(device.clone()), at: now };
            tx.outbox().insert(&self.ports.owe(email, &grant.user.locale, mail, now)).await?;
        }
        Ok(())
    }
}

/// A browser that was updated is the same device.
fn is_same(one: &str, other: &str) -> bool {
    let without_version =
        |name: &str| name.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    without_version(one) == without_version(other)
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn a_newer_version_is_no_other_device() {
        assert!(is_same("Firefox 149 on Linux", "Firefox 150 on Linux"));
        assert!(!is_same("Firefox 150 on Linux", "Firefox 150 on Windows"));
        assert!(!is_same("Firefox 150 on Linux", "Chrome 150 on Linux"));
    }
}
