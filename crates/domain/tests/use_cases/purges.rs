//! What has had its time is forgotten, and not a moment sooner.

use bookplate_domain::{
    mail::{ListMail, MailError, MailFilter},
    roles::Role,
    shared::Limit,
    users::UserError,
};
use bookplate_testkit::a_client;

use crate::world::{ADA, DAY, MILLISECOND, OTHER_PASSWORD, PASSWORD, World};

/// Every purge there is here, until nothing is left to do.
async fn purge(world: &World) -> u64 {
    let mut purged = 0;
    loop {
        let some = world.app.sessions.purge_sessions().await.unwrap()
            + world.app.users.purge_mailed_tokens().await.unwrap()
            + world.app.mail.purge_mails().await.unwrap();
        if some == 0 {
            return purged;
        }
        purged += some;
    }
}

async fn mails(world: &World) -> usize {
    let filter = MailFilter::default();
    let query = ListMail { filter, after: None, limit: Limit::MOST, client: a_client() };
    world.app.mail.list_mail(None, query).await.unwrap().items.len()
}

#[tokio::test]
async fn a_session_is_forgotten_when_it_has_been_over_for_as_long_as_it_is_kept() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let policy = &world.policy.sessions;
    world.clock.advance(policy.idle + policy.retention);
    assert_eq!(world.app.sessions.purge_sessions().await.unwrap(), 0);
    world.session(grant.session.id).await;
    world.clock.advance(MILLISECOND);
    assert_eq!(world.app.sessions.purge_sessions().await.unwrap(), 1);
    assert!(world.user(ADA).await.is_some());
    // Its token is refused like any other that was never good.
    world.refresh(&grant.tokens.refresh).await.unwrap_err();
    world.log_in(ADA, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn whoever_comes_within_a_week_after_a_link_expired_is_told_that_it_has() {
    let world = World::new().await;
    world.account_of("bob@example.com", Role::User).await;
    let registration = world.registered(ADA, PASSWORD).await;
    world.request_reset("bob@example.com").await.unwrap();
    let reset = world.token_of_the_mail().await;
    world.clock.advance(world.policy.registration.token_lifetime.max(DAY) + 6 * DAY);
    purge(&world).await;
    let late = world.verify(&registration).await;
    assert!(matches!(late, Err(UserError::TokenExpired)), "{late:?}");
    let late = world.reset(&reset, OTHER_PASSWORD).await;
    assert!(matches!(late, Err(UserError::TokenExpired)), "{late:?}");
    world.clock.advance(DAY + MILLISECOND);
    assert_eq!(world.app.users.purge_mailed_tokens().await.unwrap(), 2);
    let late = world.verify(&registration).await;
    assert!(matches!(late, Err(UserError::TokenInvalid)), "{late:?}");
    let late = world.reset(&reset, OTHER_PASSWORD).await;
    assert!(matches!(late, Err(UserError::TokenInvalid)), "{late:?}");
}

#[tokio::test]
async fn an_address_can_be_had_back_until_the_last_moment_however_often_others_are_forgotten() {
    let world = World::new().await;
    let actor = world.actor_of(ADA, Role::User).await;
    world.letters().await;
    let (confirm, revert) = world.changing(&actor, "ada@example.org").await;
    world.confirm_change(&confirm).await.unwrap();
    for _ in 0..7 {
        purge(&world).await;
        world.clock.advance(DAY - MILLISECOND);
    }
    purge(&world).await;
    assert_eq!(world.revert_change(&revert).await.unwrap(), world.email(ADA));
    assert!(world.user(ADA).await.is_some());
}

#[tokio::test]
async fn mails_are_forgotten_when_they_were_sent_or_given_up_as_long_ago_as_they_are_kept() {
    let world = World::new().await;
    for email in [ADA, "eve@example.com", "bob@example.com"] {
        world.register(email, PASSWORD).await.unwrap();
        world.clock.advance(MILLISECOND);
    }
    world.mailer.refuse_next(MailError::Permanent("550 no such mailbox".into()));
    world.app.mail.deliver_due(2, 0).await.unwrap();
    assert_eq!(mails(&world).await, 3);
    world.clock.advance(world.policy.mail.retention);
    assert_eq!(world.app.mail.purge_mails().await.unwrap(), 0);
    world.clock.advance(MILLISECOND);
    assert_eq!(world.app.mail.purge_mails().await.unwrap(), 2);
    // That nobody has taken the third is no reason to forget it.
    assert_eq!(mails(&world).await, 1);
    let backlog = world.app.mail.backlog().await.unwrap();
    assert_eq!((backlog.owed, backlog.dead), (1, 0));
}
