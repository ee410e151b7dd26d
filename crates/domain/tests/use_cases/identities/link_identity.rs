use bookplate_domain::{
    audit::{EventKind, FieldChange},
    identities::{IdentityError, SignInMethod},
    mail::Mail,
    roles::Role,
    sessions::SessionError,
    shared::Clock,
    users::Registered,
};
use bookplate_testkit::a_client;

use super::{ACME, GLOBEX, ada, at_acme, at_globex, is_session_error, name, unverified};
use crate::world::{ADA, MILLISECOND, MINUTE, PASSWORD, World, verification_optional};

#[tokio::test]
async fn a_user_links_whoever_they_are_elsewhere_and_signs_in_by_that() {
    let world = World::new().await;
    let actor = world.actor_of(ADA, Role::User).await;
    // Neither the address nor whether it was verified matters: both have proven who they are.
    let says = unverified(at_acme("7", "ada@work.example"));
    let code = world.code(says.clone()).await;
    let SignInMethod::Provider(linked) = world.link(&actor, &code).await.unwrap() else {
        panic!("it is no password");
    };
    assert_eq!((linked.user_id, &linked.provider), (actor.user_id, &name(ACME)));
    assert_eq!((&linked.issuer, &linked.subject), (&says.issuer, &says.subject));
    assert_eq!((&linked.email, linked.created_at), (&says.email, world.clock.now()));
    assert_eq!(world.identities_of(actor.user_id).await, [linked]);
    assert_eq!(world.methods(&actor).await, ["password", ACME]);
    assert_eq!(world.sign_in(says).await.unwrap().user.id, actor.user_id);
    assert_eq!(world.user(ADA).await.unwrap().email, Some(world.email(ADA)));
}

#[tokio::test]
async fn the_owner_is_told_by_mail_and_the_trail_says_so() {
    let world = World::new().await;
    let actor = world.actor_of(ADA, Role::User).await;
    let code = world.code(at_acme("7", "ada@work.example")).await;
    world.link(&actor, &code).await.unwrap();
    let letters = world.letters().await;
    let [letter] = &letters[..] else { panic!("{letters:?}") };
    let (provider, at) = ("Acme".to_owned(), world.clock.now());
    assert_eq!(letter.mail, Mail::SignInMethodAdded { provider, at });
    assert_eq!(letter.to, ADA);
    let event = world.store.audit_events().pop().unwrap();
    assert_eq!((event.kind, event.actor), (EventKind::IdentityLinked, Some(actor.user_id)));
    assert_eq!((event.session, event.client), (Some(actor.session_id), a_client()));
    assert_eq!(event.changes, [FieldChange::told("provider", None, Some(ACME.to_owned()))]);
}

#[tokio::test]
async fn what_is_linked_already_stays_so_without_another_word() {
    let world = World::new().await;
    let actor = world.actor_by(ada()).await;
    let before = world.identities_of(actor.user_id).await;
    world.letters().await;
    let noted = world.trail().len();
    world.clock.advance(MINUTE);
    let code = world.code(unverified(ada())).await;
    let linked = world.link(&actor, &code).await.unwrap();
    assert_eq!(linked, SignInMethod::Provider(before[0].clone()));
    assert_eq!(world.identities_of(actor.user_id).await, before);
    assert!(world.letters().await.is_empty());
    assert_eq!(world.trail().len(), noted);
}

#[tokio::test]
async fn an_identity_of_somebody_else_stays_theirs() {
    let world = World::new().await;
    let owner = world.sign_in(ada()).await.unwrap().user;
    let eve = world.actor_of("eve@example.com", Role::User).await;
    world.letters().await;
    let code = world.code(ada()).await;
    for _ in 0..2 {
        let refused = world.link(&eve, &code).await;
        assert!(matches!(refused, Err(IdentityError::IdentityTaken)), "{refused:?}");
    }
    assert_eq!(world.linked_to(&ada()).await, Some(owner.id));
    assert!(world.letters().await.is_empty());
    assert_eq!(world.enter(&code).await.unwrap().user.id, owner.id, "the code was not spent");
}

#[tokio::test]
async fn an_account_has_one_identity_of_each_provider() {
    let world = World::new().await;
    let actor = world.actor_by(ada()).await;
    let second = world.code(at_acme("second", ADA)).await;
    // The same issuer under another name of the configuration is the same provider.
    let renamed = world.code_of_globex(at_acme("second", ADA)).await;
    for code in [&second, &second, &renamed] {
        let refused = world.link(&actor, code).await;
        assert!(matches!(refused, Err(IdentityError::ProviderAlreadyLinked)), "{refused:?}");
    }
    assert_eq!(world.methods(&actor).await, [ACME]);
    let other = world.code_of_globex(at_globex("second", ADA)).await;
    world.link(&actor, &other).await.unwrap();
    assert_eq!(world.methods(&actor).await, [ACME, GLOBEX]);
    world.unlink(&actor, Some(ACME)).await.unwrap();
    world.link(&actor, &second).await.unwrap();
}

#[tokio::test]
async fn a_proof_is_fresh_for_ten_minutes() {
    let world = World::new().await;
    let actor = world.actor_of(ADA, Role::User).await;
    world.clock.advance(10 * MINUTE - MILLISECOND);
    let code = world.code(ada()).await;
    world.clock.advance(MILLISECOND);
    let refused = world.link(&actor, &code).await;
    let old = |error: &SessionError| matches!(error, SessionError::ReauthenticationRequired);
    assert!(is_session_error(&refused, old), "{refused:?}");
    // Nor does a proof help that the caller no longer has.
    let pretended =
        bookplate_domain::sessions::Actor { authenticated_at: world.clock.now(), ..actor };
    let refused = world.link(&pretended, &code).await;
    assert!(is_session_error(&refused, old), "{refused:?}");
    assert_eq!(world.identities_of(actor.user_id).await, []);
    let fresh = world.actor(ADA, PASSWORD).await;
    world.link(&fresh, &code).await.unwrap();
}

#[tokio::test]
async fn whoever_has_not_proven_the_mailbox_links_nothing() {
    let world = World::with(verification_optional).await;
    let Registered::SignedIn(grant) = world.register(ADA, PASSWORD).await.unwrap() else {
        panic!("verification is optional");
    };
    let actor = world.authenticate(&grant).await.unwrap().actor;
    let code = world.code(at_acme("squatter", "squatter@evil.example")).await;
    let refused = world.link(&actor, &code).await;
    let unproven = |error: &SessionError| matches!(error, SessionError::EmailNotVerified);
    assert!(is_session_error(&refused, unproven), "{refused:?}");
    assert_eq!(world.identities_of(actor.user_id).await, []);
    let token = world.token_of_the_mail().await;
    world.verify(&token).await.unwrap();
    world.link(&actor, &code).await.unwrap();
}

#[tokio::test]
async fn neither_a_visitor_nor_a_session_that_has_ended_links_anything() {
    let world = World::new().await;
    let visitor = world.visitor().await;
    let code = world.code(ada()).await;
    let refused = world.link(&visitor, &code).await;
    let forbidden = |error: &SessionError| matches!(error, SessionError::Forbidden);
    assert!(is_session_error(&refused, forbidden), "{refused:?}");

    let actor = world.actor_of(ADA, Role::User).await;
    world.end_sessions_of(actor.user_id).await;
    let refused = world.link(&actor, &code).await;
    let ended = |error: &SessionError| matches!(error, SessionError::Revoked);
    assert!(is_session_error(&refused, ended), "{refused:?}");
    assert_eq!(world.linked_to(&ada()).await, None);
    world.enter(&code).await.unwrap();
}

#[tokio::test]
async fn a_code_that_is_of_no_use_links_nothing() {
    let world = World::new().await;
    let actor = world.actor_of(ADA, Role::User).await;
    let code = world.code(ada()).await;
    let stolen = bookplate_domain::identities::OneTimeCode {
        verifier: super::verifier(super::OTHER_VERIFIER),
        ..code.clone()
    };
    let refused = world.link(&actor, &stolen).await;
    assert!(matches!(refused, Err(IdentityError::CodeInvalid)), "{refused:?}");
    world.clock.advance(MINUTE);
    let refused = world.link(&actor, &code).await;
    assert!(matches!(refused, Err(IdentityError::CodeInvalid)), "{refused:?}");
}
