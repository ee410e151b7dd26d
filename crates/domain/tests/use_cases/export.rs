use std::{collections::BTreeMap, num::NonZeroU32};

use bookplate_domain::{
    limits::Rule,
    roles::Role,
    sessions::SessionError,
    users::{Export, Held, UserError},
};
use bookplate_testkit::{a_client, doubles::PlainLimiter};

use crate::chats::{answer, question};
use crate::world::{ADA, DAY, MINUTE, OTHER_PASSWORD, PASSWORD, World};

async fn everything(mut export: Export) -> Vec<Held> {
    let mut all = Vec::new();
    while let Some(page) = export.next().await.unwrap() {
        all.extend(page);
    }
    all
}

fn counted(all: &[Held]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for each in all {
        let kind = match each {
            Held::Account(_) => "account",
            Held::Preferences(_) => "preferences",
            Held::Identity(_) => "identity",
            Held::EmailChange(_) => "email change",
            Held::Session(_) => "session",
            Held::Chat(_) => "chat",
            Held::Message(_) => "message",
            Held::Report(_) => "report",
            Held::Mail(_) => "mail",
            Held::Event(_) => "event",
        };
        *counts.entry(kind).or_default() += 1;
    }
    counts
}

#[tokio::test]
async fn everything_that_is_held_comes_and_nothing_of_others() {
    let world = World::new().await;
    world.account_of("eve@example.com", Role::User).await;
    world.account_of(ADA, Role::User).await;
    for _ in 0..120 {
        world.clock.advance(MINUTE);
        assert!(world.log_in(ADA, OTHER_PASSWORD).await.is_err());
        world.log_in(ADA, PASSWORD).await.unwrap();
        world.log_in("eve@example.com", PASSWORD).await.unwrap();
    }
    world.clock.advance(MINUTE);
    let eve = world.actor("eve@example.com", PASSWORD).await;
    let actor = world.actor(ADA, PASSWORD).await;
    world.request_change(&eve, "evil@example.com").await.unwrap();
    world.request_change(&actor, "new@example.com").await.unwrap();
    let mut chats = Vec::new();
    for _ in 0..101 {
        chats.push(world.chat(&actor, vec![question("q"), answer("a")]).await);
        world.chat(&eve, vec![question("secret")]).await;
    }
    world.report(&actor, chats[7], "a").await.unwrap();
    for _ in 0..3 {
        world.request_reset(ADA).await.unwrap();
    }

    let export = world.app.users.export_own_data(&actor, &a_client()).await.unwrap();
    let all = everything(export).await;
    let own: Vec<_> = world.store.audit_events();
    let own = own.iter().filter(|event| event.target == Some(actor.user_id)).count();
    assert!(own > 250, "{own}");
    let counts = counted(&all);
    let expected = [
        ("account", 1),
        ("chat", 101),
        ("email change", 1),
        ("event", own),
        // The notice of the change, the link that confirms it, and three that set a password.
        ("mail", 5),
        ("message", 202),
        ("preferences", 1),
        ("report", 1),
        ("session", 121),
    ];
    assert_eq!(counts, BTreeMap::from(expected));
    for each in &all {
        let of_ada = match each {
            Held::Account(user) => user.id == actor.user_id,
            Held::Preferences(_) => true,
            Held::Identity(identity) => identity.user_id == actor.user_id,
            Held::EmailChange(change) => change.user_id == actor.user_id,
            Held::Session(session) => session.user_id == actor.user_id,
            Held::Chat(chat) => chat.owner_id == actor.user_id,
            Held::Message(message) => chats.contains(&message.chat_id),
            Held::Report(report) => report.user_id == actor.user_id,
            Held::Mail(mail) => [ADA, "new@example.com"].contains(&&*mail.to),
            Held::Event(event) => event.target == Some(actor.user_id),
        };
        assert!(of_ada, "{each:?}");
    }
}

#[tokio::test]
async fn it_is_had_as_often_as_the_limit_allows() {
    let limits = PlainLimiter::default().with(Rule::Export, NonZeroU32::MIN, DAY);
    let world = World::limited(|_| (), limits).await;
    let actor = world.actor_of(ADA, Role::User).await;
    world.app.users.export_own_data(&actor, &a_client()).await.unwrap();
    let refused = world.app.users.export_own_data(&actor, &a_client()).await;
    assert!(matches!(refused, Err(UserError::LimitReached(_))));
}

#[tokio::test]
async fn mails_to_every_address_of_the_user_come_and_none_to_one_that_is_anothers() {
    let world = World::new().await;
    world.account_of("eve@example.com", Role::User).await;
    let actor = world.actor_of(ADA, Role::User).await;
    // Asked for, and somebody else's: the owner is told of it.
    world.request_change(&actor, "eve@example.com").await.unwrap();
    world.letters().await;
    let (confirm, _) = world.changing(&actor, "new@example.com").await;
    world.confirm_change(&confirm).await.unwrap();
    let actor = world.actor("new@example.com", PASSWORD).await;
    world.request_change(&actor, "third@example.com").await.unwrap();
    world.request_reset("eve@example.com").await.unwrap();
    world.letters().await;

    let export = world.app.users.export_own_data(&actor, &a_client()).await.unwrap();
    let all = everything(export).await;
    let mut told: Vec<&str> = all
        .iter()
        .filter_map(|held| match held {
            Held::Mail(mail) => Some(mail.to.as_str()),
            _ => None,
        })
        .collect();
    told.sort_unstable();
    told.dedup();
    assert_eq!(told, [ADA, "new@example.com", "third@example.com"]);
}

#[tokio::test]
async fn it_breaks_off_when_the_session_has_ended() {
    let world = World::new().await;
    let actor = world.actor_of(ADA, Role::User).await;
    let mut export = world.app.users.export_own_data(&actor, &a_client()).await.unwrap();
    assert!(export.next().await.unwrap().is_some());
    let sessions = &world.app.sessions;
    sessions.revoke_session(&actor, actor.session_id, &a_client()).await.unwrap();
    let broken = export.next().await;
    assert!(matches!(broken, Err(SessionError::Revoked)), "{broken:?}");
}
