use std::sync::Arc;

use bookplate_domain::sessions::{KeyState, SigningKey};

use super::{finding::Finding, installation::Installation};
use crate::failure::Failure;

const NAME: &str = "keys";
const DAY: u64 = 24 * 3600;

/// Looks whether the keys that sign access tokens open under the secret, and whether the next is made
/// in time.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    let composition = match all.composition().await {
        Ok(composition) => composition,
        Err(why) => return all.unseen(NAME, &why),
    };
    let sessions = &composition.bookplate.sessions;
    let keys = match sessions.list_signing_keys().await {
        Ok(keys) => keys,
        Err(error) => {
            return all.unseen(NAME, &Failure::while_("cannot list the keys")(error).line());
        }
    };
    let Some((signing, _)) = keys.iter().find(|(_, state)| *state == KeyState::Signing) else {
        return vec![Finding::warning(NAME, "none signs yet: the next start makes one")];
    };
    // One that signs is there, so this makes none.
    if let Err(error) = sessions.load_signing_keys().await {
        let line = Failure::from(error).line();
        return vec![Finding::error(
            NAME,
            format!("{line}; configure the secret that it was, beside a new one"),
        )];
    }
    let next = keys.iter().find(|(_, state)| *state == KeyState::Waiting);
    vec![age(&all, signing, next.map(|(key, _)| key))]
}

fn age(all: &Installation, signing: &SigningKey, next: Option<&SigningKey>) -> Finding {
    let age = all.clock.now().since(signing.active_at);
    let most = all.settings.keys.rotate_after;
    let days = age.as_secs() / DAY;
    let most_days = most.as_secs() / DAY;
    match next {
        Some(next) => Finding::ok(
            NAME,
            format!("all open; the next is published and signs from {}", next.active_at),
        ),
        None if age > most => Finding::warning(
            NAME,
            format!(
                "all open, but the one that signs does so for {days} days, keys.rotate_after is \
                 {most_days}, and no next one is published: no service runs, or `bookplate keys \
                 rotate`"
            ),
        ),
        None => Finding::ok(
            NAME,
            format!("all open; the one that signs does so for {days} of {most_days} days"),
        ),
    }
}
