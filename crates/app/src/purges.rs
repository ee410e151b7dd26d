use std::sync::Arc;

use bookplate_crypto::SystemRandom;
use bookplate_domain::{Bookplate, store::StoreError};
use tokio::task::JoinSet;

use crate::{compose::Composition, purger};

/// Has everything removed that has had its time. Each kind has a task of its own: one that cannot be
/// removed, or of which there is very much, holds up none of the others.
pub fn spawn(tasks: &mut JoinSet<()>, composition: &Composition) {
    let limits = composition.shared_limits.clone();
    each(tasks, "counts of tries", limits, |it| async move { it.purge().await });
    let throttle = composition.password_throttle.clone();
    each(tasks, "counts of wrong passwords", throttle, |it| async move { it.purge().await });
    let Bookplate { audit, users, sessions, identities, chats, mail, .. } =
        composition.bookplate.clone();
    each(tasks, "sign-ins through providers", identities, |it| async move {
        it.purge_authorizations().await
    });
    each(
        tasks,
        "words of deleted messages",
        chats.clone(),
        |it| async move { it.forget_words().await },
    );
    each(
        tasks,
        "questions of visitors",
        chats,
        |it| async move { it.purge_visitor_questions().await },
    );
    each(tasks, "security events", audit, |it| async move { it.purge_events().await });
    each(tasks, "idle visitors", users.clone(), |it| async move { it.purge_visitors().await });
    each(
        tasks,
        "mailed links that expired",
        users,
        |it| async move { it.purge_mailed_tokens().await },
    );
    each(tasks, "sessions that are over", sessions, |it| async move { it.purge_sessions().await });
    each(
        tasks,
        "mails that were sent or given up",
        mail,
        |it| async move { it.purge_mails().await },
    );
}

fn each<T, F>(
    tasks: &mut JoinSet<()>,
    what: &'static str,
    of: T,
    batch: impl Fn(T) -> F + Send + 'static,
) where
    T: Clone + Send + 'static,
    F: Future<Output = Result<u64, StoreError>> + Send + 'static,
{
    tasks.spawn(purger::run(what, Arc::new(SystemRandom), move || batch(of.clone())));
}
