//! Many at once.

use std::sync::Arc;

use bookplate_domain::{
    audit::EventKind,
    identities::{Completed, IdentityError},
    roles::Role,
    sessions::{Actor, SessionGrant},
    users::Registered,
};
use futures::future::join_all;

use super::{ACME, GLOBEX, ada, at_globex, coming_back};
use crate::world::{ADA, PASSWORD, World, verification_optional};

const MANY: usize = 20;

async fn many<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    futures: impl IntoIterator<Item = F>,
) -> Vec<T> {
    let answers = join_all(futures.into_iter().map(tokio::spawn)).await;
    answers.into_iter().map(Result::unwrap).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_callbacks_with_one_state_one_gets_a_code() {
    let world = Arc::new(World::new().await);
    world.acme.say(ada());
    let away = world.away().await;
    world.acme.collect();
    let answers = many((0..MANY).map(|_| {
        let (world, back) = (world.clone(), coming_back(&away));
        async move { world.complete(back).await }
    }))
    .await;
    let codes = answers.iter().filter(|answer| matches!(answer, Completed::Code { .. })).count();
    assert_eq!((codes, world.acme.collect().len()), (1, 1), "the provider is asked once");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_who_bring_one_code_one_is_signed_in() {
    let world = Arc::new(World::new().await);
    let code = world.code(ada()).await;
    let answers = many((0..MANY).map(|_| {
        let (world, code) = (world.clone(), code.clone());
        async move { world.enter(&code).await }
    }))
    .await;
    let (granted, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!(granted.len(), 1);
    for error in refused {
        assert!(matches!(error, Err(IdentityError::CodeInvalid)), "{error:?}");
    }
    let user = world.user(ADA).await.unwrap();
    assert_eq!(world.live_sessions(user.id).await, 1);
}

/// Twenty front ends sign in with a code of their own each, all at once, and all come in.
async fn twenty_sign_ins(world: &Arc<World>) -> Vec<SessionGrant> {
    let mut codes = Vec::new();
    for _ in 0..MANY {
        codes.push(world.code(ada()).await);
    }
    let answers = many(codes.into_iter().map(|code| {
        let world = world.clone();
        async move { world.enter(&code).await }
    }))
    .await;
    let grants: Vec<SessionGrant> = answers.into_iter().map(Result::unwrap).collect();
    let account = world.user(ADA).await.unwrap();
    assert!(grants.iter().all(|grant| grant.user.id == account.id));
    assert_eq!(world.live_sessions(account.id).await, MANY);
    assert_eq!(world.identities_of(account.id).await.len(), 1);
    let linked = world.trail().into_iter().filter(|kind| *kind == EventKind::IdentityLinked);
    assert_eq!(linked.count(), 1);
    grants
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_first_sign_ins_of_one_person_comes_one_account() {
    let world = Arc::new(World::new().await);
    twenty_sign_ins(&world).await;
    let made = world.trail().into_iter().filter(|kind| *kind == EventKind::UserCreated).count();
    assert_eq!((made, world.letters().await.len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_sign_ins_one_links_the_account_that_has_the_address() {
    let world = Arc::new(World::new().await);
    let account = world.account().await;
    twenty_sign_ins(&world).await;
    assert_eq!(world.user(ADA).await, Some(account));
    assert_eq!(world.letters().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_sign_ins_to_a_squatted_account_none_ends_another() {
    let world = Arc::new(World::with(verification_optional).await);
    let Registered::SignedIn(squatter) = world.register(ADA, PASSWORD).await.unwrap() else {
        panic!("verification is optional");
    };
    for grant in twenty_sign_ins(&world).await {
        world.authenticate(&grant).await.unwrap();
    }
    world.authenticate(&squatter).await.unwrap_err();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_ways_that_are_given_up_at_once_one_stays() {
    for _ in 0..MANY {
        let world = Arc::new(World::new().await);
        world.account().await;
        let actor = world.actor_by(ada()).await;
        let answers = many([None, Some(ACME)].map(|provider| {
            let world = world.clone();
            async move { world.unlink(&actor, provider).await }
        }))
        .await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        let refused = answers.into_iter().find_map(Result::err);
        assert!(matches!(refused, Some(IdentityError::LastSignInMethod)), "{refused:?}");
        assert_eq!(world.methods(&actor).await.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_accounts_that_link_one_identity_at_once_one_has_it() {
    for _ in 0..MANY {
        let world = Arc::new(World::new().await);
        let actors: [Actor; 2] = [
            world.actor_of(ADA, Role::User).await,
            world.actor_of("eve@example.com", Role::User).await,
        ];
        let person = at_globex("both", "both@example.com");
        let codes = [
            world.code_of_globex(person.clone()).await,
            world.code_of_globex(person.clone()).await,
        ];
        let answers = many(actors.into_iter().zip(codes).map(|(actor, code)| {
            let world = world.clone();
            async move { (actor.user_id, world.link(&actor, &code).await) }
        }))
        .await;
        let (has_it, refused): (Vec<_>, Vec<_>) =
            answers.into_iter().partition(|(_, answer)| answer.is_ok());
        assert_eq!(world.linked_to(&person).await, Some(has_it[0].0));
        let [(other, Err(IdentityError::IdentityTaken))] = &refused[..] else {
            panic!("{refused:?}");
        };
        assert_eq!(world.identities_of(*other).await, []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_identities_of_one_provider_that_are_linked_at_once_one_is() {
    let world = Arc::new(World::new().await);
    let actor = world.actor_of(ADA, Role::User).await;
    let codes = [
        world.code_of_globex(at_globex("1", ADA)).await,
        world.code_of_globex(at_globex("2", ADA)).await,
    ];
    let answers = many(codes.map(|code| {
        let world = world.clone();
        async move { world.link(&actor, &code).await }
    }))
    .await;
    let refused: Vec<_> = answers.into_iter().filter_map(Result::err).collect();
    assert!(matches!(refused[..], [IdentityError::ProviderAlreadyLinked]), "{refused:?}");
    assert_eq!(world.methods(&actor).await, ["password", GLOBEX]);
}
