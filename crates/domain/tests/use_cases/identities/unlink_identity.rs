use std::sync::Arc;

use bookplate_domain::{
    audit::{EventKind, FieldChange},
    identities::{IdentityError, SignInMethod, UnlinkIdentity},
    mail::Mail,
    roles::Role,
    sessions::{Actor, EndReason, SessionError},
    shared::Clock,
    store::Store,
    users::UserError,
};
use bookplate_testkit::{a_client, an_identity};

use super::{ACME, GLOBEX, ada, at_globex, is_session_error};
use crate::world::{ADA, MINUTE, OTHER_PASSWORD, PASSWORD, World};

/// A caller with a password and an identity at Acme.
async fn linked() -> (World, Actor) {
    let world = World::new().await;
    world.account().await;
    let actor = world.actor_by(ada()).await;
    world.letters().await;
    (world, actor)
}

#[tokio::test]
async fn the_list_has_the_password_first_then_providers_in_the_order_of_linking() {
    let (world, actor) = linked().await;
    world.clock.advance(MINUTE);
    let code = world.code_of_globex(at_globex("9", "ada@work.example")).await;
    world.link(&actor, &code).await.unwrap();
    let methods = world.app.identities.list_identities(&actor).await.unwrap();
    let [SignInMethod::Password, SignInMethod::Provider(acme), SignInMethod::Provider(globex)] =
        &methods[..]
    else {
        panic!("{methods:?}");
    };
    assert_eq!([acme.provider.as_str(), globex.provider.as_str()], [ACME, GLOBEX]);
    assert_eq!(globex.email, Some(world.email("ada@work.example")));
    assert_eq!(globex.created_at, acme.created_at.plus(MINUTE));

    let eve = world.actor_of("eve@example.com", Role::User).await;
    assert_eq!(world.methods(&eve).await, ["password"]);
    let visitor = world.visitor().await;
    let refused = world.app.identities.list_identities(&visitor).await;
    let forbidden = |error: &SessionError| matches!(error, SessionError::Forbidden);
    assert!(is_session_error(&refused, forbidden), "{refused:?}");
}

#[tokio::test]
async fn an_identity_that_is_unlinked_leads_nowhere_and_can_be_linked_again() {
    let (world, actor) = linked().await;
    world.unlink(&actor, Some(ACME)).await.unwrap();
    assert_eq!(world.methods(&actor).await, ["password"]);
    assert_eq!(world.linked_to(&ada()).await, None);
    let stranger = world.sign_in(super::unverified(ada())).await;
    assert!(matches!(stranger, Err(IdentityError::EmailUnproven)), "{stranger:?}");
    let again = world.unlink(&actor, Some(ACME)).await;
    assert!(matches!(again, Err(IdentityError::NotFound)), "{again:?}");
    let code = world.code(ada()).await;
    world.link(&actor, &code).await.unwrap();
}

#[tokio::test]
async fn a_password_can_be_given_up_and_set_again_by_mail() {
    let (world, actor) = linked().await;
    world.unlink(&actor, None).await.unwrap();
    assert_eq!(world.methods(&actor).await, [ACME]);
    let dead = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(dead, Err(SessionError::InvalidCredentials)), "{dead:?}");
    let again = world.unlink(&actor, None).await;
    assert!(matches!(again, Err(IdentityError::NotFound)), "{again:?}");
    world.sign_in(ada()).await.unwrap();
    world.letters().await;
    world.request_reset(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    world.reset(&token, OTHER_PASSWORD).await.unwrap();
    world.log_in(ADA, OTHER_PASSWORD).await.unwrap();
}

#[tokio::test]
async fn every_other_session_ends_and_the_own_goes_on() {
    for provider in [Some(ACME), None] {
        let (world, _) = linked().await;
        let other = world.log_in(ADA, PASSWORD).await.unwrap();
        let own = world.sign_in(ada()).await.unwrap();
        let actor = world.authenticate(&own).await.unwrap().actor;
        world.unlink(&actor, provider).await.unwrap();
        let ended = world.session(other.session.id).await.revoked.unwrap();
        assert_eq!(ended.reason, EndReason::SignInMethodRemoved);
        let dead = world.authenticate(&other).await;
        assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
        world.authenticate(&own).await.unwrap();
        world.refresh(&own.tokens.refresh).await.unwrap();
        assert_eq!(world.live_sessions(actor.user_id).await, 1);
    }
}

#[tokio::test]
async fn the_owner_is_told_by_mail_and_the_trail_says_so() {
    for (provider, title, word) in [(Some(ACME), Some("Acme"), ACME), (None, None, "password")] {
        let (world, actor) = linked().await;
        world.unlink(&actor, provider).await.unwrap();
        let letters = world.letters().await;
        let [letter] = &letters[..] else { panic!("{letters:?}") };
        let (provider, at) = (title.map(str::to_owned), world.clock.now());
        assert_eq!(letter.mail, Mail::SignInMethodRemoved { provider, at });
        assert_eq!(letter.to, ADA);
        let event = world.store.audit_events().pop().unwrap();
        let id = actor.user_id;
        assert_eq!((event.kind, event.actor), (EventKind::SignInMethodRemoved, Some(id)));
        assert_eq!((event.session, event.client), (Some(actor.session_id), a_client()));
        assert_eq!(event.changes, [FieldChange::told("provider", Some(word.to_owned()), None)]);
    }
}

#[tokio::test]
async fn the_last_way_to_sign_in_stays() {
    let world = World::new().await;
    let actor = world.actor_of(ADA, Role::User).await;
    let by_provider = world.actor_by(super::at_acme("7", "eve@example.com")).await;
    let noted = world.trail().len();
    world.letters().await;
    for (actor, provider) in [(actor, None), (by_provider, Some(ACME))] {
        let refused = world.unlink(&actor, provider).await;
        assert!(matches!(refused, Err(IdentityError::LastSignInMethod)), "{refused:?}");
        assert_eq!(world.methods(&actor).await.len(), 1);
    }
    assert_eq!(world.trail().len(), noted);
    assert!(world.letters().await.is_empty());
    world.log_in(ADA, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn what_an_account_does_not_have_is_not_found() {
    let (world, actor) = linked().await;
    world.sign_in(super::at_acme("7", "eve@example.com")).await.unwrap();
    for provider in [GLOBEX, "initech"] {
        let refused = world.unlink(&actor, Some(provider)).await;
        assert!(matches!(refused, Err(IdentityError::NotFound)), "{refused:?}");
    }
    let eve = world.actor_by(super::at_acme("7", "eve@example.com")).await;
    let refused = world.unlink(&eve, None).await;
    assert!(matches!(refused, Err(IdentityError::NotFound)), "{refused:?}");
}

#[tokio::test]
async fn an_identity_of_a_provider_that_is_configured_no_longer_can_be_unlinked() {
    let (world, actor) = linked().await;
    let mut tx = world.store.begin().await.unwrap();
    tx.identities().insert(&an_identity(actor.user_id)).await.unwrap();
    tx.commit().await.unwrap();
    world.unlink(&actor, Some("acme-2")).await.unwrap();
    let letter = world.letters().await.remove(0);
    let (provider, at) = (Some("acme-2".to_owned()), world.clock.now());
    assert_eq!(letter.mail, Mail::SignInMethodRemoved { provider, at });
}

#[tokio::test]
async fn an_old_proof_and_an_ended_session_unlink_nothing() {
    let (world, actor) = linked().await;
    world.clock.advance(10 * MINUTE);
    let old = |error: &SessionError| matches!(error, SessionError::ReauthenticationRequired);
    let pretended = Actor { authenticated_at: world.clock.now(), ..actor };
    for actor in [actor, pretended] {
        let refused = world.unlink(&actor, Some(ACME)).await;
        assert!(is_session_error(&refused, old), "{refused:?}");
    }
    let actor = world.actor_by(ada()).await;
    world.end_sessions_of(actor.user_id).await;
    let refused = world.unlink(&actor, None).await;
    let ended = |error: &SessionError| matches!(error, SessionError::Revoked);
    assert!(is_session_error(&refused, ended), "{refused:?}");
    let forbidden = |error: &SessionError| matches!(error, SessionError::Forbidden);
    let refused = world.unlink(&world.visitor().await, None).await;
    assert!(is_session_error(&refused, forbidden), "{refused:?}");
    assert_eq!(world.methods(&actor).await, ["password", ACME]);
}

#[tokio::test]
async fn a_provider_that_is_configured_no_longer_is_no_way_to_sign_in() {
    let (world, actor) = linked().await;
    let without = world.node(|ports| ports.providers = Arc::new([])).identities;
    let methods = without.list_identities(&actor).await.unwrap();
    assert_eq!(methods.len(), 2, "the owner sees what is kept");
    let give_up = |provider| UnlinkIdentity { provider, client: a_client() };
    let refused = without.unlink_identity(&actor, give_up(None)).await;
    assert!(matches!(refused, Err(IdentityError::LastSignInMethod)), "{refused:?}");
    without.unlink_identity(&actor, give_up(Some(super::name(ACME)))).await.unwrap();
    assert_eq!(world.methods(&actor).await, ["password"]);
}

#[tokio::test]
async fn mailed_links_die_with_the_password() {
    let (world, actor) = linked().await;
    world.request_reset(ADA).await.unwrap();
    let reset = world.token_of_the_mail().await;
    world.unlink(&actor, None).await.unwrap();
    let dead = world.reset(&reset, OTHER_PASSWORD).await;
    assert!(matches!(dead, Err(UserError::TokenInvalid)), "{dead:?}");
}
