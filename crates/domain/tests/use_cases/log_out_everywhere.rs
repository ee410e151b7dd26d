use bookplate_domain::sessions::{LogOut, SessionError, SessionGrant};
use bookplate_testkit::a_client;
use secrecy::SecretString;

use crate::world::{ADA, MINUTE, PASSWORD, World};

async fn log_out(world: &World, refresh: Option<SecretString>, access: Option<SecretString>) {
    let command = LogOut {
        refresh_token: refresh,
        access_token: access,
        everywhere: true,
        client: a_client(),
    };
    world.app.sessions.log_out(command).await.unwrap();
}

async fn is_live(world: &World, grant: &SessionGrant) -> bool {
    match world.authenticate(grant).await {
        Ok(_) => true,
        Err(SessionError::Revoked) => false,
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn every_session_ends_by_either_token() {
    let world = World::new().await;
    world.account().await;
    for by_access in [false, true] {
        let mine = world.log_in(ADA, PASSWORD).await.unwrap();
        let other = world.log_in(ADA, PASSWORD).await.unwrap();
        let tokens = mine.tokens.clone();
        match by_access {
            true => log_out(&world, None, Some(tokens.access.0)).await,
            false => log_out(&world, Some(tokens.refresh), None).await,
        }
        assert!(!is_live(&world, &mine).await && !is_live(&world, &other).await);
    }
}

#[tokio::test]
async fn a_dead_token_ends_nothing_else() {
    let world = World::new().await;
    let first = world.signed_in().await;
    let spent = first.tokens.refresh.clone();
    let second = world.refresh(&spent).await.unwrap();
    world.refresh(&second.tokens.refresh).await.unwrap();
    world.clock.advance(MINUTE);
    let other = world.log_in(ADA, PASSWORD).await.unwrap();

    log_out(&world, Some(spent), None).await;
    assert!(is_live(&world, &other).await, "whoever found an old token logs nobody out");
    let ended = world.log_in(ADA, PASSWORD).await.unwrap();
    log_out(&world, None, Some(ended.tokens.access.0.clone())).await;
    let live = world.log_in(ADA, PASSWORD).await.unwrap();
    log_out(&world, Some(ended.tokens.refresh), Some(ended.tokens.access.0)).await;
    assert!(is_live(&world, &live).await);
}
