use std::{sync::Arc, time::Duration};

use bookplate_domain::{
    audit::EventKind,
    mail::{Delivery, Letter, Mail, MailError, Mailer},
    shared::Clock,
};
use bookplate_testkit::a_locale;
use secrecy::ExposeSecret;
use tokio::sync::Notify;

use crate::world::{ADA, DAY, MILLISECOND, MINUTE, PASSWORD, World};

fn temporary(retry_after: Option<Duration>) -> MailError {
    MailError::Temporary { retry_after, source: "451 try again".into() }
}

async fn deliver(world: &World) -> Vec<Delivery> {
    world.app.mail.deliver_due(100, 0).await.unwrap().deliveries
}

/// Fails the next attempt, and answers the pause until the one after it.
async fn pause_after_failure(world: &World, error: MailError) -> Duration {
    world.mailer.refuse_next(error);
    let deliveries = deliver(world).await;
    let [Delivery::Postponed(_, _)] = deliveries.as_slice() else {
        panic!("{deliveries:?}");
    };
    let due_at = world.store.owed_mails()[0].due_at;
    let pause = due_at.since(world.clock.now());
    world.clock.advance(pause - MILLISECOND);
    assert!(deliver(world).await.is_empty(), "not before its time");
    world.clock.advance(MILLISECOND);
    pause
}

/// A pause is up to a quarter longer than it must be, and at most an hour.
fn assert_granted(pause: Duration, least: Duration) {
    let most = (least * 5 / 4).min(60 * MINUTE);
    assert!((least..=most).contains(&pause), "{pause:?} for {least:?}");
}

#[tokio::test]
async fn a_mail_is_sent_once_with_a_token_that_is_derived_at_the_last_moment() {
    let world = World::new().await;
    world.register(ADA, PASSWORD).await.unwrap();
    let owed = world.store.owed_mails().remove(0);
    let deliveries = deliver(&world).await;
    assert!(matches!(deliveries.as_slice(), [Delivery::Sent(_)]));
    let letter = world.mailer.collect().remove(0);
    assert_eq!((letter.id, &letter.mail), (owed.id, &owed.mail));

    let token = owed.mail.token().unwrap();
    let derived = world.ports.opaque_tokens.issue(token.purpose, token.id.as_uuid(), 0);
    let sent = letter.token.as_ref().unwrap().expose_secret();
    assert_eq!(sent, derived.expose_secret());

    world.clock.advance(10 * MINUTE);
    assert!(deliver(&world).await.is_empty());
    assert!(world.store.owed_mails().is_empty());
}

#[tokio::test]
async fn no_more_is_sent_at_a_time_than_asked_for() {
    let world = World::new().await;
    for _ in 0..3 {
        world.register(ADA, PASSWORD).await.unwrap();
    }
    for sent in [2, 1, 0] {
        let round = world.app.mail.deliver_due(2, 0).await.unwrap();
        assert_eq!((round.deliveries.len(), round.pause), (sent, None));
    }
}

#[tokio::test]
async fn the_pause_doubles_with_each_failure_up_to_an_hour_and_the_tenth_is_the_last() {
    let world = World::new().await;
    world.register(ADA, PASSWORD).await.unwrap();
    for seconds in [5, 10, 20, 40, 80, 160, 320, 640, 1280] {
        let pause = pause_after_failure(&world, temporary(None)).await;
        assert_granted(pause, Duration::from_secs(seconds));
    }
    world.mailer.refuse_next(temporary(None));
    let deliveries = deliver(&world).await;
    let [Delivery::Dead(mail, _)] = deliveries.as_slice() else {
        panic!("{deliveries:?}");
    };
    assert_eq!(mail.attempts, 10);
    world.clock.advance(24 * 60 * MINUTE);
    assert!(deliver(&world).await.is_empty());
    let buried = world.store.buried_mails();
    assert_eq!((buried.len(), buried[0].mail.id), (1, mail.id));
}

#[tokio::test]
async fn a_longer_wish_of_the_provider_is_granted_up_to_an_hour() {
    let world = World::new().await;
    world.register(ADA, PASSWORD).await.unwrap();
    let second = Duration::from_secs(1);
    let seven = 7 * second;
    for (wish, granted) in [(seven, seven), (second, 10 * second), (60 * MINUTE, 60 * MINUTE)] {
        let pause = pause_after_failure(&world, temporary(Some(wish))).await;
        assert_granted(pause, granted);
    }
    assert_eq!(world.letters().await.len(), 1);
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_dead_at_once() {
    let world = World::new().await;
    world.register(ADA, PASSWORD).await.unwrap();
    world.mailer.refuse_next(MailError::Permanent("550 no such mailbox".into()));
    let deliveries = deliver(&world).await;
    assert!(matches!(deliveries.as_slice(), [Delivery::Dead(_, _)]));
    assert_eq!(world.store.buried_mails()[0].why, "550 no such mailbox");
    world.clock.advance(24 * 60 * MINUTE);
    assert!(deliver(&world).await.is_empty());
}

#[tokio::test]
async fn one_failure_does_not_hold_up_the_other_mails() {
    let world = World::new().await;
    for email in [ADA, "eve@example.com"] {
        world.register(email, PASSWORD).await.unwrap();
    }
    world.mailer.refuse_next(temporary(None));
    assert_eq!(world.letters().await.len(), 1);
    world.clock.advance(Duration::from_secs(7));
    assert_eq!(world.letters().await.len(), 1);
}

/// A provider that never answers.
#[derive(Default)]
struct Hanging(Notify);

#[async_trait::async_trait]
impl Mailer for Hanging {
    async fn send(&self, _: &Letter) -> Result<(), MailError> {
        self.0.notify_one();
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_worker_keeps_its_mail_to_itself_until_it_is_dead_for_a_minute() {
    let world = World::new().await;
    world.register(ADA, PASSWORD).await.unwrap();
    let hanging = Arc::new(Hanging::default());
    let node = world.node(|ports| ports.mailer = hanging.clone());
    let worker = tokio::spawn(async move { node.mail.deliver_due(1, 0).await.map(|_| ()) });
    hanging.0.notified().await;

    assert!(deliver(&world).await.is_empty(), "the other has it");
    worker.abort();
    world.clock.advance(MINUTE - MILLISECOND);
    assert!(deliver(&world).await.is_empty(), "the lease runs");
    world.clock.advance(MILLISECOND);
    let deliveries = deliver(&world).await;
    let [Delivery::Sent(mail)] = deliveries.as_slice() else {
        panic!("{deliveries:?}");
    };
    assert_eq!(mail.attempts, 2);
}

fn unavailable() -> MailError {
    MailError::Unavailable { retry_after: None, source: "connection refused".into() }
}

/// Until a worker would ask again after an outage.
const NEXT_ROUND: Duration = Duration::from_secs(80);

#[tokio::test]
async fn a_provider_that_is_down_for_hours_costs_no_mail_an_attempt() {
    let world = World::new().await;
    world.account().await;
    world.request_reset(ADA).await.unwrap();
    world.register("eve@example.com", PASSWORD).await.unwrap();
    for _ in 0..15 {
        for _ in 0..2 {
            world.mailer.refuse_next(unavailable());
        }
        let deliveries = deliver(&world).await;
        let [Delivery::Waiting(..), Delivery::Waiting(..)] = deliveries.as_slice() else {
            panic!("{deliveries:?}");
        };
        world.clock.advance(NEXT_ROUND);
    }
    assert!(world.store.owed_mails().iter().all(|mail| mail.attempts == 0));
    assert_eq!(world.letters().await.len(), 2);
}

#[tokio::test]
async fn a_mail_at_which_the_provider_stumbles_holds_up_nobody_and_is_given_up() {
    let world = World::new().await;
    world.account().await;
    world.register("poison@example.com", PASSWORD).await.unwrap();
    for attempt in 1..=10 {
        world.clock.advance(30 * MINUTE);
        world.request_reset(ADA).await.unwrap();
        world.clock.advance(MILLISECOND);
        // The poisoned mail is due longer, so it is tried first.
        world.mailer.refuse_next(unavailable());
        let round = world.app.mail.deliver_due(2, 0).await.unwrap();
        assert_eq!(round.pause, None, "the provider is there");
        let [Delivery::Sent(sent), poisoned] = round.deliveries.as_slice() else {
            panic!("{round:?}");
        };
        assert_eq!(sent.to.written(), ADA);
        match poisoned {
            Delivery::Postponed(mail, _) if attempt < 10 => assert_eq!(mail.attempts, attempt),
            Delivery::Dead(mail, _) if attempt == 10 => assert_eq!(mail.attempts, 10),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn the_mails_that_met_the_outage_let_others_try_first() {
    let world = World::new().await;
    for email in [ADA, "eve@example.com"] {
        world.register(email, PASSWORD).await.unwrap();
    }
    let mut tried = Vec::new();
    for _ in 0..2 {
        world.mailer.refuse_next(unavailable());
        let round = world.app.mail.deliver_due(1, 0).await.unwrap();
        let [Delivery::Waiting(mail, _)] = round.deliveries.as_slice() else {
            panic!("{round:?}");
        };
        tried.push(mail.to.written().to_owned());
        world.clock.advance(Duration::from_secs(7));
    }
    tried.sort();
    assert_eq!(tried, [ADA, "eve@example.com"]);
}

#[tokio::test]
async fn a_mail_that_meets_an_outage_after_a_day_is_dead() {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor(ADA, PASSWORD).await;
    world.request_change(&actor, "eve@example.com").await.unwrap();
    world.clock.advance(DAY);
    world.mailer.refuse_next(unavailable());
    let round = world.app.mail.deliver_due(100, 0).await.unwrap();
    let [Delivery::Dropped(_), Delivery::Dead(_, _)] = round.deliveries.as_slice() else {
        panic!("the confirmation is over, the notice too old: {round:?}");
    };
    assert!(round.pause.is_some(), "the provider is still away");
}

#[tokio::test]
async fn the_pause_of_an_outage_doubles_to_a_minute_or_is_what_the_provider_wants() {
    let world = World::new().await;
    world.register(ADA, PASSWORD).await.unwrap();
    let seconds = Duration::from_secs;
    for (outages, wish, least) in [
        (0, None, seconds(5)),
        (1, None, seconds(10)),
        (3, None, seconds(40)),
        (4, None, seconds(60)),
        (1000, None, seconds(60)),
        (0, Some(seconds(300)), seconds(300)),
        (0, Some(100 * MINUTE), 60 * MINUTE),
    ] {
        let source = "503".into();
        world.mailer.refuse_next(MailError::Unavailable { retry_after: wish, source });
        let pause = world.app.mail.deliver_due(100, outages).await.unwrap().pause.unwrap();
        assert!((least..=least * 5 / 4).contains(&pause), "{pause:?} for {least:?}");
        world.clock.advance(60 * MINUTE);
    }
}

#[tokio::test]
async fn a_mail_whose_link_has_expired_or_was_replaced_is_dropped_with_an_event() {
    let world = World::new().await;
    world.account().await;
    world.request_reset(ADA).await.unwrap();
    world.clock.advance(MINUTE);
    world.request_reset(ADA).await.unwrap();
    let deliveries = deliver(&world).await;
    let [Delivery::Dropped(older), Delivery::Sent(newer)] = deliveries.as_slice() else {
        panic!("{deliveries:?}");
    };
    assert!(older.created_at < newer.created_at);
    let dropped = || world.trail().into_iter().filter(|kind| *kind == EventKind::MailDropped);
    assert_eq!(dropped().count(), 1);

    world.request_reset(ADA).await.unwrap();
    world.clock.advance(30 * MINUTE);
    let deliveries = deliver(&world).await;
    assert!(matches!(deliveries.as_slice(), [Delivery::Dropped(_)]), "{deliveries:?}");
    assert_eq!(dropped().count(), 2);
    assert_eq!(world.mailer.collect().len(), 1);
    world.clock.advance(DAY);
    assert!(deliver(&world).await.is_empty());
}

#[tokio::test]
async fn a_mail_is_written_as_its_reader_wants_it() {
    let world = World::new().await;
    let token = world.registered(ADA, PASSWORD).await;
    world.verify(&token).await.unwrap();
    let letters = world.letters().await;
    assert!(matches!(letters[0].mail, Mail::Welcome), "{letters:?}");
    assert_eq!(letters[0].locale, a_locale());
    assert_eq!(world.user(ADA).await.unwrap().locale, a_locale());
}
