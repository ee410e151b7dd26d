//! An account that has the address that a provider vouches for, and has proven its mailbox.

use bookplate_domain::{
    audit::{EventKind, FieldChange},
    identities::{Assertion, Identity, IdentityError},
    mail::Mail,
    roles::Role,
    shared::Clock,
};

use super::{ACME, GLOBEX, ada, at_acme, at_globex, name};
use crate::world::{ADA, PASSWORD, World, verification_optional};

#[tokio::test]
async fn it_is_linked_and_signed_in_to_and_keeps_everything() {
    for world in [World::new().await, World::with(verification_optional).await] {
        let account = world.account().await;
        let session = world.log_in(ADA, PASSWORD).await.unwrap();
        let grant = world.sign_in(ada()).await.unwrap();
        assert_eq!(grant.user, account, "name, password, epoch and all");
        assert_eq!(world.user(ADA).await, Some(account.clone()));
        world.authenticate(&grant).await.unwrap();
        world.authenticate(&session).await.unwrap();
        world.log_in(ADA, PASSWORD).await.unwrap();
        let Assertion { issuer, subject, email, .. } = ada();
        let (provider, created_at) = (name(ACME), world.clock.now());
        let linked = Identity { user_id: account.id, provider, issuer, subject, email, created_at };
        assert_eq!(world.identities_of(account.id).await, [linked]);
    }
}

#[tokio::test]
async fn its_owner_is_told_by_mail_once() {
    let world = World::new().await;
    world.account().await;
    // Another device than ever before: that goes without saying now.
    world.log_in(ADA, PASSWORD).await.unwrap();
    world
        .sign_in(Assertion { email: Some(world.email("ada@EXAMPLE.com")), ..ada() })
        .await
        .unwrap();
    let letters = world.letters().await;
    let [letter] = &letters[..] else { panic!("{letters:?}") };
    let (provider, at) = ("Acme".to_owned(), world.clock.now());
    assert_eq!(letter.mail, Mail::SignInMethodAdded { provider, at });
    assert_eq!(letter.to, ADA, "as the account spells it");
    world.sign_in(ada()).await.unwrap();
    assert!(world.letters().await.is_empty());
}

#[tokio::test]
async fn the_trail_says_that_it_was_linked_and_signed_in_to() {
    let world = World::new().await;
    let account = world.account().await;
    let noted = world.trail().len();
    let grant = world.sign_in(ada()).await.unwrap();
    let events = &world.store.audit_events()[noted..];
    let [linked, entered] = events else { panic!("{events:?}") };
    assert_eq!((linked.kind, entered.kind), (EventKind::IdentityLinked, EventKind::LogInSucceeded));
    assert_eq!([linked.target, entered.target], [Some(account.id); 2]);
    assert_eq!(linked.changes, [FieldChange::told("provider", None, Some(ACME.to_owned()))]);
    assert_eq!(entered.session, Some(grant.session.id));
    assert_eq!(linked.client, grant.session.client);
}

#[tokio::test]
async fn an_account_that_has_another_identity_of_the_provider_stays_with_that() {
    let world = World::new().await;
    let account = world.sign_in(ada()).await.unwrap().user;
    world.letters().await;
    let noted = world.trail().len();
    // The address has changed hands: whoever has it now is somebody else.
    let code = world.code(at_acme("new owner", ADA)).await;
    for _ in 0..2 {
        let refused = world.enter(&code).await;
        assert!(matches!(refused, Err(IdentityError::ProviderAlreadyLinked)), "{refused:?}");
    }
    // Neither does the same issuer under another name of the configuration.
    let code = world.code_of_globex(at_acme("new owner", ADA)).await;
    let refused = world.enter(&code).await;
    assert!(matches!(refused, Err(IdentityError::ProviderAlreadyLinked)), "{refused:?}");

    assert_eq!(world.identities_of(account.id).await.len(), 1);
    assert_eq!(world.live_sessions(account.id).await, 1);
    assert_eq!(world.user(ADA).await, Some(account));
    assert!(world.letters().await.is_empty());
    assert_eq!(world.trail().len(), noted);
    world.sign_in(ada()).await.unwrap();
}

#[tokio::test]
async fn an_account_has_an_identity_of_each_provider() {
    let world = World::new().await;
    let account = world.account().await;
    world.sign_in(ada()).await.unwrap();
    let code = world.code_of_globex(at_globex("9", ADA)).await;
    assert_eq!(world.enter(&code).await.unwrap().user.id, account.id);
    let identities = world.identities_of(account.id).await;
    let providers: Vec<_> = identities.iter().map(|identity| identity.provider.as_str()).collect();
    assert_eq!(providers, [ACME, GLOBEX]);
}

#[tokio::test]
async fn the_address_of_one_account_gives_nobody_the_identity_of_another() {
    let world = World::new().await;
    let eve = world.account_of("eve@example.com", Role::User).await;
    let account = world.sign_in(ada()).await.unwrap().user;
    let now_eves = Assertion { email: Some(world.email("eve@example.com")), ..ada() };
    assert_eq!(world.sign_in(now_eves).await.unwrap().user.id, account.id);
    assert_eq!(world.identities_of(eve.id).await, []);
    assert_eq!(world.live_sessions(eve.id).await, 0);
}
