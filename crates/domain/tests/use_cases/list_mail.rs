use bookplate_domain::{
    mail::{ListMail, MailError, MailFilter, MailRecord, MailStatus},
    sessions::SessionError,
    shared::Limit,
};
use bookplate_testkit::a_client;

use crate::world::{ADA, MINUTE, PASSWORD, World};

async fn list(world: &World, status: Option<MailStatus>) -> Vec<MailRecord> {
    let filter = MailFilter { status, ..MailFilter::default() };
    let query = ListMail { filter, after: None, limit: Limit::DEFAULT, client: a_client() };
    world.app.mail.list_mail(None, query).await.unwrap().items
}

#[tokio::test]
async fn an_operator_sees_what_became_of_each_mail_and_has_a_dead_one_tried_again() {
    let world = World::new().await;
    for email in [ADA, "eve@example.com", "bob@example.com"] {
        world.register(email, PASSWORD).await.unwrap();
        world.clock.advance(MINUTE);
    }
    world.mailer.refuse_next(MailError::Permanent("550 no such mailbox".into()));
    world.app.mail.deliver_due(2, 0).await.unwrap();

    let all = list(&world, None).await;
    let seen: Vec<(&str, MailStatus)> =
        all.iter().map(|mail| (mail.to.as_str(), mail.status)).collect();
    assert_eq!(
        seen,
        [
            ("bob@example.com", MailStatus::Owed),
            ("eve@example.com", MailStatus::Sent),
            (ADA, MailStatus::Dead)
        ]
    );
    assert!(all.iter().all(|mail| mail.kind == "verify_email"));
    assert_eq!(list(&world, Some(MailStatus::Sent)).await, all[1..2]);
    let dead = list(&world, Some(MailStatus::Dead)).await.remove(0);
    assert_eq!(dead.last_error.as_deref(), Some("550 no such mailbox"));
    assert!(dead.ended_at.is_some());

    for owed_or_sent in &all[..2] {
        let refused = world.app.mail.retry_mail(None, owed_or_sent.id, &a_client()).await;
        assert!(matches!(refused, Err(SessionError::NotFound)), "{refused:?}");
    }
    world.app.mail.retry_mail(None, dead.id, &a_client()).await.unwrap();
    assert_eq!(world.letters().await.len(), 3);
    assert!(list(&world, Some(MailStatus::Dead)).await.is_empty());
}
