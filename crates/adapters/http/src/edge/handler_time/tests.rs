use std::{future::ready, num::NonZeroU32, sync::Arc};

use actix_web::http::Method;
use bookplate_domain::{
    limits::Rule,
    roles::Role,
    store::{Repositories, StoreError, Transaction},
    users::{HashError, NewPassword, Password, PasswordCheck, PasswordHash, PasswordHasher},
};
use bookplate_testkit::doubles::PlainLimiter;
use serde_json::json;
use tokio::time::{pause, sleep};

use super::{super::limit::REFUSED_AFTER, *};
use crate::testing::{Answer, MINUTE, PASSWORD, World, request};

/// Makes nothing of a password.
#[derive(Clone, Copy)]
enum BrokenHasher {
    Panics,
    NeverEnds,
    IsBusy,
}

#[async_trait::async_trait]
impl PasswordHasher for BrokenHasher {
    async fn hash(&self, _: &NewPassword) -> Result<PasswordHash, HashError> {
        match self {
            Self::Panics => panic!("a password is never hashed"),
            Self::NeverEnds => pending().await,
            Self::IsBusy => Err(HashError::Busy),
        }
    }

    async fn verify(
        &self,
        _: &Password,
        _: Option<&PasswordHash>,
    ) -> Result<PasswordCheck, HashError> {
        match self {
            Self::Panics => panic!("a password is never verified"),
            Self::NeverEnds => pending().await,
            Self::IsBusy => Err(HashError::Busy),
        }
    }

    fn reads(&self, _: &PasswordHash) -> bool {
        true
    }
}

/// A store of which it is known that it does not answer.
struct Away(Arc<dyn Store>);

#[async_trait::async_trait]
impl Store for Away {
    fn read(&self) -> Box<dyn Repositories> {
        self.0.read()
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, StoreError> {
        self.0.begin().await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.0.ping().await
    }

    async fn require_migrated(&self) -> Result<(), StoreError> {
        self.0.require_migrated().await
    }

    fn is_away(&self) -> bool {
        true
    }

    async fn outage(&self) {}
}

async fn log_in_with(hasher: BrokenHasher) -> (Answer, Duration) {
    let limits = PlainLimiter::default();
    let world = World::with(limits, |ports| ports.hasher = Arc::new(hasher)).await;
    pause();
    log_in(&world).await
}

/// What comes of a log in, and how long it takes.
async fn log_in(world: &World) -> (Answer, Duration) {
    let begun = Instant::now();
    let body = json!({ "email": "ada@example.com", "password": "wrong" });
    let asked = request(Method::POST, "/api/v1/auth/login").set_json(body);
    let answer = world.send(asked).await;
    (answer, begun.elapsed())
}

#[actix_web::test]
async fn what_a_flood_is_told_it_is_told_a_little_later() {
    let limits = PlainLimiter::default().with(Rule::LogIn, NonZeroU32::MIN, MINUTE);
    let world = World::with(limits, |_| ()).await;
    pause();
    let (judged, took) = log_in(&world).await;
    judged.problem(401, "INVALID_CREDENTIALS");
    assert_eq!(took, Duration::ZERO);
    let (limited, took) = log_in(&world).await;
    limited.problem(429, "RATE_LIMIT_EXCEEDED");
    assert!(took >= REFUSED_AFTER, "{took:?}");
}

#[actix_web::test]
async fn a_busy_service_says_so_a_little_later() {
    let (busy, took) = log_in_with(BrokenHasher::IsBusy).await;
    busy.problem(503, "SERVICE_UNAVAILABLE");
    assert!(took >= REFUSED_AFTER, "{took:?}");
}

#[actix_web::test]
async fn a_handler_that_panics_is_answered_for() {
    let (answer, _) = log_in_with(BrokenHasher::Panics).await;
    answer.problem(500, "INTERNAL_ERROR");
}

#[actix_web::test]
async fn a_handler_that_never_ends_is_answered_for() {
    let (answer, took) = log_in_with(BrokenHasher::NeverEnds).await;
    assert_eq!(answer.header("retry-after"), "1");
    answer.problem(503, "SERVICE_UNAVAILABLE");
    // A log in may have the chats of a visitor to move.
    assert_eq!(took.as_secs(), 70);
}

#[actix_web::test]
async fn what_moves_nothing_has_ten_seconds() {
    let limits = PlainLimiter::default();
    let hasher = Arc::new(BrokenHasher::NeverEnds);
    let world = World::with(limits, |ports| ports.hasher = hasher).await;
    pause();
    let begun = Instant::now();
    let body = json!({ "email": "ada@example.com", "name": "Ada", "password": PASSWORD });
    let asked = request(Method::POST, "/api/v1/auth/register").set_json(body);
    world.send(asked).await.problem(503, "SERVICE_UNAVAILABLE");
    assert_eq!(begun.elapsed().as_secs(), 10);
}

#[actix_web::test]
async fn the_time_begins_when_the_body_has_come() {
    pause();
    let limit = Duration::from_secs(10);
    let asked = |length| {
        let asked = request(Method::POST, "/").insert_header((header::CONTENT_LENGTH, length));
        HandlerTime::start(&asked.to_srv_request(), limit)
    };
    let time = asked(2);
    let work = async {
        sleep(Duration::from_secs(14)).await;
        time.begin();
        sleep(Duration::from_secs(9)).await;
    };
    assert_eq!(time.give(work, pending()).await, Ok(()));
    let time = asked(2);
    let work = async {
        time.begin();
        sleep(Duration::from_secs(11)).await;
    };
    assert_eq!(time.give(work, pending()).await, Err(GivenUp::TooSlow));
    let time = HandlerTime::start(&request(Method::GET, "/").to_srv_request(), limit);
    let work = sleep(Duration::from_secs(11));
    assert_eq!(time.give(work, pending()).await, Err(GivenUp::TooSlow));
}

#[actix_web::test]
async fn in_an_outage_only_what_takes_a_second_is_given_up() {
    pause();
    let time = HandlerTime::start(&request(Method::GET, "/").to_srv_request(), MINUTE);
    let millis = Duration::from_millis;
    assert_eq!(time.give(sleep(millis(990)), ready(())).await, Ok(()));
    let begun = Instant::now();
    assert_eq!(time.give(sleep(millis(5000)), ready(())).await, Err(GivenUp::Outage));
    assert_eq!(begun.elapsed().as_secs(), 1);
    let begun = Instant::now();
    assert_eq!(time.give(sleep(millis(5000)), sleep(millis(3000))).await, Err(GivenUp::Outage));
    assert_eq!(begun.elapsed().as_secs(), 3);
    assert_eq!(time.give(sleep(millis(5000)), sleep(millis(6000))).await, Ok(()));
}

#[actix_web::test]
async fn who_waits_in_an_outage_is_told_to_come_again() {
    let limits = PlainLimiter::default();
    let hasher = Arc::new(BrokenHasher::NeverEnds);
    let world = World::with(limits, |ports| {
        ports.hasher = hasher;
        ports.store = Arc::new(Away(ports.store.clone()));
    })
    .await;
    pause();
    let (answer, took) = log_in(&world).await;
    assert_eq!(answer.header("retry-after"), "1");
    answer.problem(503, "SERVICE_UNAVAILABLE");
    assert_eq!(took.as_secs(), 1);
    let begun = Instant::now();
    world.send(request(Method::GET, "/livez")).await.is(200);
    assert_eq!(begun.elapsed(), Duration::ZERO);
}

#[actix_web::test]
async fn whether_an_address_is_known_the_time_does_not_tell() {
    let world = World::new().await;
    world.account_of("ada@example.com", Role::User).await;
    pause();
    for path in ["/api/v1/auth/password-reset", "/api/v1/auth/verify-email/resend"] {
        for email in ["ada@example.com", "nobody@example.com"] {
            let begun = Instant::now();
            let asked = request(Method::POST, path).set_json(json!({ "email": email }));
            world.send(asked).await.is(202);
            let took = begun.elapsed();
            assert!((100..110).contains(&took.as_millis()), "{path} {email}: {took:?}");
        }
    }
}
