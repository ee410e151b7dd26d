use bookplate_domain::{
    audit::{Event, EventKind},
    mail::{Mail, MailFilter},
    roles::{DeleteUser, Role},
    sessions::{Actor, RevokedTokens, SessionError},
    shared::{IfVersion, Limit, UserId},
    store::Store,
    users::UserError,
};
use bookplate_testkit::a_client;

use crate::world::{ADA, MINUTE, OTHER_PASSWORD, PASSWORD, World};

/// An account with something of everything.
async fn busy_account(world: &World) -> Actor {
    let actor = world.actor_of(ADA, Role::User).await;
    assert!(world.log_in(ADA, OTHER_PASSWORD).await.is_err());
    world.request_reset(ADA).await.unwrap();
    world.register(ADA, OTHER_PASSWORD).await.unwrap();
    // Some mails were sent, others are still owed.
    world.letters().await;
    world.request_change(&actor, "new@example.com").await.unwrap();
    actor
}

async fn assert_nothing_is_left(world: &World, id: UserId) {
    let mut read = world.store.read();
    assert!(read.users().find(id).await.unwrap().is_none());
    assert!(read.preferences().find(id).await.unwrap().is_none());
    assert!(read.email_changes().list(id).await.unwrap().is_empty());
    let sessions = read.sessions().history(id, None, Limit::MOST).await.unwrap();
    assert!(sessions.items.is_empty());
    for address in [ADA, "new@example.com"] {
        let to = vec![world.email(address)];
        let filter = MailFilter { to, ..MailFilter::default() };
        let mails = read.outbox().list(&filter, None, Limit::MOST).await.unwrap();
        assert!(mails.items.is_empty(), "{mails:?}");
    }
    let newest = read.registrations().find_newest(&world.email(ADA), world.ports.clock.now()).await;
    assert!(newest.unwrap().is_none());
}

fn assert_pseudonymous(event: &Event, id: UserId) {
    let nobody = event.client.without_network();
    if event.actor == Some(id) || (event.target == Some(id) && event.actor.is_none()) {
        assert_eq!(event.client, nobody, "{event:?}");
    }
}

#[tokio::test]
async fn whoever_goes_takes_everything_along_and_gets_a_last_mail() {
    let world = World::new().await;
    let actor = busy_account(&world).await;
    world.app.users.delete_account(&actor, &a_client()).await.unwrap();
    let letters = world.letters().await;
    assert!(matches!(letters[..], [ref last] if last.mail == Mail::Goodbye && last.to == ADA));
    assert_nothing_is_left(&world, actor.user_id).await;

    let events = world.store.audit_events();
    assert!(events.len() > 5);
    events.iter().for_each(|event| assert_pseudonymous(event, actor.user_id));
    let last = events.last().unwrap();
    assert_eq!((last.kind, last.target), (EventKind::UserDeleted, Some(actor.user_id)));
    let refused = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(refused, Err(SessionError::InvalidCredentials)), "{refused:?}");

    let token = world.registered(ADA, PASSWORD).await;
    world.verify(&token).await.unwrap();
    assert_ne!(world.user(ADA).await.unwrap().id, actor.user_id, "the address is free again");
}

#[tokio::test]
async fn the_tokens_of_a_deleted_account_are_dead_here_and_in_the_feed() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let actor = world.authenticate(&grant).await.unwrap().actor;
    world.app.users.delete_account(&actor, &a_client()).await.unwrap();
    let dead = world.authenticate(&grant).await;
    assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    let dead = world.refresh(&grant.tokens.refresh).await;
    assert!(matches!(dead, Err(SessionError::RefreshTokenInvalid)), "{dead:?}");
    let now = world.ports.clock.now();
    let feed = world.store.read().revocations().list(now, None, 10).await.unwrap();
    assert_eq!(
        feed.iter().map(|each| each.what).collect::<Vec<_>>(),
        [RevokedTokens::OfUser(actor.user_id)]
    );
}

#[tokio::test]
async fn an_old_proof_deletes_nothing() {
    let world = World::new().await;
    let actor = busy_account(&world).await;
    world.clock.advance(10 * MINUTE);
    let refused = world.app.users.delete_account(&actor, &a_client()).await;
    let old = matches!(refused, Err(UserError::Session(SessionError::ReauthenticationRequired)));
    assert!(old, "{refused:?}");
    assert!(world.user(ADA).await.is_some());
}

#[tokio::test]
async fn an_admin_deletes_somebody_else_alike_and_stays_known() {
    let world = World::new().await;
    let root = world.actor_of("root@example.com", Role::Admin).await;
    let ada = busy_account(&world).await.user_id;
    let command = DeleteUser { id: ada, if_version: IfVersion::Any, client: a_client() };
    world.app.roles.delete_user(Some(&root), command.clone()).await.unwrap();
    world.letters().await;
    assert_nothing_is_left(&world, ada).await;
    let events = world.store.audit_events();
    events.iter().for_each(|event| assert_pseudonymous(event, ada));
    let last = events.last().unwrap();
    assert_eq!((last.actor, last.client.ip), (Some(root.user_id), a_client().ip));
    let again = world.app.roles.delete_user(Some(&root), command).await;
    assert!(matches!(again, Err(UserError::NotFound)), "{again:?}");
}

#[tokio::test]
async fn the_mails_of_whoever_else_has_an_address_that_was_asked_for_stay() {
    let world = World::new().await;
    world.account_of("eve@example.com", Role::User).await;
    let actor = world.actor_of(ADA, Role::User).await;
    world.request_change(&actor, "eve@example.com").await.unwrap();
    world.request_reset("eve@example.com").await.unwrap();
    world.app.users.delete_account(&actor, &a_client()).await.unwrap();
    let mut letters = world.letters().await;
    letters.retain(|letter| letter.to == "eve@example.com");
    let kinds: Vec<_> = letters.iter().map(|letter| letter.mail.kind()).collect();
    assert!(kinds.contains(&"reset_password"), "{kinds:?}");
    assert!(kinds.contains(&"address_already_registered"), "{kinds:?}");
}
