use std::{collections::BTreeMap, num::NonZeroU32};

use bookplate_domain::{
    limits::Rule,
    roles::Role,
    users::{Export, Held, UserError},
};
use bookplate_testkit::{a_client, doubles::PlainLimiter};

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
            Held::EmailChange(_) => "email change",
            Held::Session(_) => "session",
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
        ("email change", 1),
        ("event", own),
        // The notice of the change, and three links.
        ("mail", 4),
        ("preferences", 1),
        ("session", 121),
    ];
    assert_eq!(counts, BTreeMap::from(expected));
    for each in &all {
        let of_ada = match each {
            Held::Account(user) => user.id == actor.user_id,
            Held::Preferences(_) => true,
            Held::EmailChange(change) => change.user_id == actor.user_id,
            Held::Session(session) => session.user_id == actor.user_id,
            Held::Mail(mail) => mail.to == ADA,
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
