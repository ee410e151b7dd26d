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
    let bookplate = &composition.bookplate;
    each(
        tasks,
        "sign-ins through providers",
        bookplate.clone(),
        |Bookplate { identities, .. }| async move { identities.purge_authorizations().await },
    );
    each(
        tasks,
        "words of deleted messages",
        bookplate.clone(),
        |Bookplate { chats, .. }| async move { chats.forget_words().await },
    );
    each(tasks, "security events", bookplate.clone(), |Bookplate { audit, .. }| async move {
        audit.purge_events().await
    });
    each(tasks, "idle visitors", bookplate.clone(), |Bookplate { users, .. }| async move {
        users.purge_visitors().await
    });
    each(tasks, "questions of visitors", bookplate.clone(), |Bookplate { chats, .. }| async move {
        chats.purge_visitor_questions().await
    });
    each(
        tasks,
        "sessions that are over",
        bookplate.clone(),
        |Bookplate { sessions, .. }| async move { sessions.purge_sessions().await },
    );
    each(
        tasks,
        "mailed links that expired",
        bookplate.clone(),
        |Bookplate { users, .. }| async move { users.purge_mailed_tokens().await },
    );
    each(
        tasks,
        "mails that were sent or given up",
        bookplate.clone(),
        |Bookplate { mail, .. }| async move { mail.purge_mails().await },
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
