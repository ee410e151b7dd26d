use bookplate_domain::{
    sessions::{Reauthenticate, SessionError},
    users::Password,
};
use bookplate_testkit::a_client;
use secrecy::ExposeSecret;

use crate::world::{MINUTE, OTHER_PASSWORD, PASSWORD, World};

fn command(password: &str) -> Reauthenticate {
    Reauthenticate { password: Password::parse(password).unwrap(), client: a_client() }
}

#[tokio::test]
async fn the_session_stays_the_same_with_a_fresh_proof() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    world.clock.advance(MINUTE);
    let actor = world.authenticate(&grant).await.unwrap().actor;
    assert_eq!(actor.authenticated_at, grant.session.created_at);

    let proven = world.app.sessions.reauthenticate(&actor, command(PASSWORD)).await.unwrap();
    assert_eq!(proven.session.id, grant.session.id);
    assert_eq!(
        proven.tokens.refresh.expose_secret(),
        grant.tokens.refresh.expose_secret(),
        "the refresh token stays the newest one"
    );
    let caller = world.authenticate(&proven).await.unwrap();
    assert_eq!(caller.actor.authenticated_at, grant.session.created_at.plus(MINUTE));
}

#[tokio::test]
async fn a_wrong_password_proves_nothing() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let actor = world.authenticate(&grant).await.unwrap().actor;
    world.clock.advance(MINUTE);
    let wrong = world.app.sessions.reauthenticate(&actor, command(OTHER_PASSWORD)).await;
    assert!(matches!(wrong, Err(SessionError::InvalidCredentials)), "{wrong:?}");
    let session = world.session(grant.session.id).await;
    assert_eq!(session.authenticated_at, grant.session.created_at);
}

#[tokio::test]
async fn a_session_past_its_time_is_not_proven_anew() {
    let world = World::new().await;
    let grant = world.signed_in().await;
    let actor = world.authenticate(&grant).await.unwrap().actor;
    world.clock.advance(world.app.policy().sessions.idle);
    let late = world.app.sessions.reauthenticate(&actor, command(PASSWORD)).await;
    assert!(matches!(late, Err(SessionError::Expired)), "{late:?}");
    assert_eq!(world.session(grant.session.id).await.authenticated_at, grant.session.created_at);
}
