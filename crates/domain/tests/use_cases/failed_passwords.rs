use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bookplate_domain::{
    Bookplate,
    limits::{GrowingDelay, LimitReached, Rule},
    roles::{InviteUser, Role, SetStatus, UpdateUser},
    sessions::{Actor, Reauthenticate, SessionError},
    shared::{IfVersion, Locale},
    users::{
        AcceptInvitation, ChangePassword, DisplayName, HashError, NewPassword, Password,
        PasswordCheck, PasswordHash, PasswordHasher, SuspensionReason, UserError,
    },
};
use bookplate_testkit::{a_client, doubles::PlainThrottle};

use crate::world::{ADA, MINUTE, OTHER_PASSWORD, PASSWORD, World};

const SECOND: Duration = Duration::from_secs(1);
const NOBODY: &str = "nobody@example.com";

/// A world in which the fifth wrong password is followed by a delay, and the tenth is a day's last.
async fn slow_world() -> World {
    let mut world = World::new().await;
    let [free, per_day] = [5, 10].map(|n| NonZeroU32::new(n).unwrap());
    let throttle = PlainThrottle::new(GrowingDelay { free, per_day }, world.clock.clone());
    world.ports.password_throttle = Arc::new(throttle);
    world.app = Bookplate::new(world.ports.clone(), world.policy.clone());
    world
}

/// Has a place in its queue for so many passwords of a log in, and none for the next.
struct BusyHasher {
    places: usize,
    asked: AtomicUsize,
}

impl BusyHasher {
    fn with_places(places: usize) -> Arc<Self> {
        Arc::new(Self { places, asked: AtomicUsize::new(0) })
    }
}

#[async_trait::async_trait]
impl PasswordHasher for BusyHasher {
    async fn hash(&self, _: &NewPassword) -> Result<PasswordHash, HashError> {
        Err(HashError::Busy)
    }

    async fn verify(
        &self,
        _: &Password,
        _: Option<&PasswordHash>,
    ) -> Result<PasswordCheck, HashError> {
        match self.asked.fetch_add(1, Ordering::SeqCst) % (self.places + 1) {
            asked if asked < self.places => Ok(PasswordCheck::Wrong),
            _ => Err(HashError::Busy),
        }
    }

    fn reads(&self, _: &PasswordHash) -> bool {
        true
    }
}

async fn reauthenticate(world: &World, actor: &Actor, password: &str) -> Result<(), SessionError> {
    let command =
        Reauthenticate { password: Password::parse(password).unwrap(), client: a_client() };
    world.app.sessions.reauthenticate(actor, command).await.map(drop)
}

async fn change_password(world: &World, actor: &Actor, current: &str) -> Result<(), SessionError> {
    let command = ChangePassword {
        current: Password::parse(current).unwrap(),
        new: OTHER_PASSWORD.into(),
        client: a_client(),
    };
    match world.app.users.change_password(actor, command).await {
        Err(UserError::Session(error)) => Err(error),
        other => {
            other.unwrap();
            Ok(())
        }
    }
}

async fn fail(world: &World, email: &str, times: usize) {
    for n in 0..times {
        is_wrong(world.log_in(email, &format!("wrong {n}")).await.map(drop));
    }
}

fn is_wrong(tried: Result<(), SessionError>) {
    assert!(matches!(tried, Err(SessionError::InvalidCredentials)), "{tried:?}");
}

/// How long a refused try has to wait.
fn wait(tried: Result<(), SessionError>) -> Duration {
    match tried {
        Err(SessionError::LimitReached(LimitReached { rule, burst, per, retry_after })) => {
            assert_eq!((rule, burst, per), (Rule::FailedPasswords, 10, GrowingDelay::DAY));
            retry_after
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn after_five_wrong_passwords_even_the_right_one_is_not_looked_at() {
    let world = slow_world().await;
    world.account().await;
    for email in [ADA, NOBODY] {
        fail(&world, email, 5).await;
        let (seen, noted) = (world.hasher.comparisons(), world.trail().len());
        for password in [PASSWORD, OTHER_PASSWORD] {
            assert_eq!(wait(world.log_in(email, password).await.map(drop)), SECOND);
        }
        assert_eq!((world.hasher.comparisons(), world.trail().len()), (seen, noted));
    }
    world.clock.advance(SECOND);
    fail(&world, ADA, 1).await;
    fail(&world, NOBODY, 1).await;
    for email in [ADA, NOBODY] {
        assert_eq!(wait(world.log_in(email, PASSWORD).await.map(drop)), 2 * SECOND);
    }
    world.clock.advance(2 * SECOND);
    world.log_in(ADA, PASSWORD).await.unwrap();
    fail(&world, ADA, 2).await;
    world.log_in(ADA, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn every_path_that_checks_a_password_counts_and_every_spelling() {
    let world = slow_world().await;
    let actor = world.actor_of(ADA, Role::User).await;
    is_wrong(world.log_in("ADA@EXAMPLE.com", "wrong").await.map(drop));
    is_wrong(reauthenticate(&world, &actor, "wrong").await);
    is_wrong(change_password(&world, &actor, "wrong").await);
    is_wrong(world.log_in("ada@example.com", "wrong").await.map(drop));
    is_wrong(reauthenticate(&world, &actor, "wrong").await);
    assert_eq!(wait(world.log_in(ADA, PASSWORD).await.map(drop)), SECOND);
    assert_eq!(wait(reauthenticate(&world, &actor, PASSWORD).await), SECOND);
    assert_eq!(wait(change_password(&world, &actor, PASSWORD).await), SECOND);
    world.clock.advance(SECOND);
    reauthenticate(&world, &actor, PASSWORD).await.unwrap();
    fail(&world, ADA, 2).await;
    change_password(&world, &actor, PASSWORD).await.unwrap();
    fail(&world, ADA, 2).await;
    world.log_in(ADA, OTHER_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn a_try_that_could_not_be_judged_does_not_count() {
    let mut world = slow_world().await;
    // Two passwords are looked at: there is no account, and a registration waits.
    world.registered(ADA, PASSWORD).await;
    let idle = world.app.clone();
    for places in [0, 1] {
        world.app = world.node(|ports| ports.hasher = BusyHasher::with_places(places));
        for _ in 0..12 {
            let busy = world.log_in(ADA, PASSWORD).await.map(drop);
            assert!(matches!(busy, Err(SessionError::Hash(HashError::Busy))), "{busy:?}");
        }
    }
    world.app = idle;
    let judged = world.log_in(ADA, PASSWORD).await.map(drop);
    assert!(matches!(judged, Err(SessionError::EmailNotVerified)), "{judged:?}");
}

#[tokio::test]
async fn somebody_elses_password_for_an_address_resets_nothing() {
    let world = slow_world().await;
    world.account().await;
    // Its link is never mailed, but its password is known to whoever typed it.
    world.register(ADA, OTHER_PASSWORD).await.unwrap();
    for _ in 0..5 {
        let unproven = world.log_in(ADA, OTHER_PASSWORD).await;
        assert!(matches!(unproven, Err(SessionError::EmailNotVerified)), "{unproven:?}");
    }
    assert_eq!(wait(world.log_in(ADA, OTHER_PASSWORD).await.map(drop)), SECOND);
}

#[tokio::test]
async fn the_right_password_of_a_suspended_account_resets_nothing() {
    let world = slow_world().await;
    let root = world.actor_of("root@example.com", Role::Admin).await;
    let ada = world.account().await;
    let reason = SuspensionReason::parse("spam").unwrap();
    let command = UpdateUser {
        id: ada.id,
        name: None,
        role: None,
        status: Some(SetStatus::Suspended { reason, until: None }),
        if_version: IfVersion::Any,
        client: a_client(),
    };
    world.app.roles.update_user(Some(&root), command).await.unwrap();
    for _ in 0..5 {
        let suspended = world.log_in(ADA, PASSWORD).await;
        assert!(matches!(suspended, Err(SessionError::Suspended)), "{suspended:?}");
    }
    assert_eq!(wait(world.log_in(ADA, PASSWORD).await.map(drop)), SECOND);
}

#[tokio::test]
async fn neither_a_reset_nor_a_live_session_waits() {
    let world = slow_world().await;
    let grant = world.signed_in().await;
    for minutes in 0..10 {
        fail(&world, ADA, 1).await;
        world.clock.advance(minutes * MINUTE);
    }
    assert!(wait(world.log_in(ADA, PASSWORD).await.map(drop)) > 60 * MINUTE);
    let grant = world.refresh(&grant.tokens.refresh).await.unwrap();
    world.authenticate(&grant).await.unwrap();

    world.request_reset(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    let weak = world.reset(&token, "password").await;
    assert!(matches!(weak, Err(UserError::Invalid(_))), "{weak:?}");
    wait(world.log_in(ADA, PASSWORD).await.map(drop));
    world.reset(&token, OTHER_PASSWORD).await.unwrap();
    world.log_in(ADA, OTHER_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn whoever_is_asked_in_does_not_wait_for_what_others_guessed() {
    let world = slow_world().await;
    let root = world.actor_of("root@example.com", Role::Admin).await;
    let command = InviteUser {
        email: world.email(ADA),
        name: None,
        locale: Locale::default(),
        role: Role::User,
        client: a_client(),
    };
    world.app.roles.invite_user(&root, command).await.unwrap();
    let token = world.token_of_the_mail().await;
    fail(&world, ADA, 5).await;
    let command = AcceptInvitation {
        token,
        name: DisplayName::parse("Ada Lovelace").unwrap(),
        password: PASSWORD.into(),
        client: a_client(),
    };
    world.app.users.accept_invitation(command).await.unwrap();
    world.log_in(ADA, PASSWORD).await.unwrap();
}
