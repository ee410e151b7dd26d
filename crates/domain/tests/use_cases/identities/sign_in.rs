use bookplate_domain::{
    audit::EventKind,
    identities::{Assertion, IdentityError, SignIn},
    mail::Mail,
    roles::Role,
    shared::{Client, Clock, Locale},
    users::User,
};
use bookplate_testkit::a_client;

use super::{ada, at_acme, at_globex, unverified};
use crate::world::{ADA, MINUTE, PASSWORD, World};

const EVE: &str = "eve@example.com";

#[tokio::test]
async fn a_linked_identity_opens_a_session_of_its_account() {
    let world = World::new().await;
    let account = world.sign_in(ada()).await.unwrap().user;
    world.clock.advance(MINUTE);
    let noted = world.trail().len();
    let grant = world.sign_in(ada()).await.unwrap();
    assert_eq!(grant.user, account);
    assert_eq!(world.session(grant.session.id).await, grant.session);
    assert_eq!(grant.session.client, a_client());
    assert_eq!(grant.session.authenticated_at, world.clock.now());
    assert_eq!(grant.tokens.access_expires_in, world.policy.sessions.access_token);
    assert_eq!(grant.tokens.refresh_expires_in, world.policy.sessions.idle);
    assert_eq!(*world.authenticate(&grant).await.unwrap().user, account);
    world.refresh(&grant.tokens.refresh).await.unwrap();

    let events = &world.store.audit_events()[noted..];
    let [event] = events else { panic!("{events:?}") };
    assert_eq!((event.kind, event.actor), (EventKind::LogInSucceeded, Some(account.id)));
    assert_eq!(event.session, Some(grant.session.id));
}

#[tokio::test]
async fn a_linked_identity_leads_to_its_account_whatever_the_provider_says_of_the_address() {
    let world = World::new().await;
    let account = world.sign_in(ada()).await.unwrap().user;
    let eve = world.account_of(EVE, Role::User).await;
    for says in [
        Assertion { name: None, ..unverified(ada()) },
        Assertion { email: None, email_verified: true, ..ada() },
        Assertion { email: Some(world.email("new@example.com")), ..ada() },
        // It is somebody else's account, which is left alone.
        Assertion { email: Some(world.email(EVE)), ..ada() },
        unverified(Assertion { email: Some(world.email(EVE)), ..ada() }),
    ] {
        assert_eq!(world.sign_in(says).await.unwrap().user, account, "nothing of it changes");
    }
    assert_eq!(world.user(EVE).await, Some(eve));
    let identities = world.identities_of(account.id).await;
    assert_eq!(identities.len(), 1);
    assert_eq!(identities[0].email, Some(world.email(ADA)), "as it was when it was linked");
}

#[tokio::test]
async fn an_address_that_the_provider_does_not_vouch_for_leads_nowhere_and_nothing_is_written() {
    let world = World::new().await;
    let account = world.account_of(EVE, Role::User).await;
    for says in [
        unverified(ada()),
        unverified(at_acme("7", EVE)),
        Assertion { email: None, ..ada() },
        Assertion { email: None, email_verified: false, ..ada() },
    ] {
        let code = world.code(says.clone()).await;
        let before = (world.trail(), world.live_sessions(account.id).await);
        for _ in 0..2 {
            // The code is not spent, and no better the second time.
            let refused = world.enter(&code).await;
            assert!(matches!(refused, Err(IdentityError::EmailUnproven)), "{refused:?}");
        }
        assert_eq!((world.trail(), world.live_sessions(account.id).await), before);
        assert_eq!(world.linked_to(&says).await, None);
    }
    assert!(world.user(ADA).await.is_none());
    assert_eq!(world.user(EVE).await, Some(account));
    assert!(world.letters().await.is_empty());
}

#[tokio::test]
async fn a_visitor_does_not_become_somebody_by_an_address_that_is_not_vouched_for() {
    let world = World::new().await;
    let visit = world.visit().await;
    let visitor = world.authenticate(&visit).await.unwrap().actor;
    let code = world.code(unverified(ada())).await;
    let refused = world.enter_as(Some(visitor), &code).await;
    assert!(matches!(refused, Err(IdentityError::EmailUnproven)), "{refused:?}");
    assert_eq!(world.authenticate(&visit).await.unwrap().user.role, Role::Anonymous);
}

#[tokio::test]
async fn a_person_is_the_issuer_and_the_subject_each_to_the_letter() {
    let world = World::new().await;
    let account = world.sign_in(at_acme("Ada", ADA)).await.unwrap().user;
    let issuer = at_acme("Ada", ADA).issuer;
    // Nobody vouches for an address, so whoever is not linked is nobody.
    for (issuer, subject) in [
        (issuer.clone(), "ada"),
        (issuer.clone(), "Ada2"),
        (issuer.clone(), "Ad"),
        (format!("{issuer}/"), "Ada"),
        (issuer.to_uppercase(), "Ada"),
        (at_globex("Ada", ADA).issuer, "Ada"),
    ] {
        let other = Assertion { issuer, ..unverified(at_acme(subject, ADA)) };
        let refused = world.sign_in(other.clone()).await;
        assert!(matches!(refused, Err(IdentityError::EmailUnproven)), "{other:?} {refused:?}");
    }
    assert_eq!(world.sign_in(unverified(at_acme("Ada", ADA))).await.unwrap().user, account);
}

#[tokio::test]
async fn one_subject_at_two_issuers_is_two_people_and_so_are_two_subjects_at_one() {
    let world = World::new().await;
    let first = world.sign_in(at_acme("1", "one@example.com")).await.unwrap();
    let second = world.sign_in(at_acme("2", "two@example.com")).await.unwrap();
    let code = world.code_of_globex(at_globex("1", "three@example.com")).await;
    let third = world.enter(&code).await.unwrap();
    let ids = [first.user.id, second.user.id, third.user.id];
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[2] != ids[0], "{ids:?}");
    let code = world.code_of_globex(unverified(at_globex("1", "one@example.com"))).await;
    assert_eq!(world.enter(&code).await.unwrap().user.id, third.user.id);
}

#[tokio::test]
async fn a_provider_that_is_called_otherwise_now_knows_its_people_still() {
    let world = World::new().await;
    let account = world.sign_in(ada()).await.unwrap().user;
    let code = world.code_of_globex(unverified(ada())).await;
    assert_eq!(world.enter(&code).await.unwrap().user, account);
}

#[tokio::test]
async fn the_owner_is_told_of_a_device_that_was_never_seen_before() {
    let world = World::new().await;
    world.sign_in(ada()).await.unwrap();
    world.letters().await;
    for (device, news) in [("Büchers Browser 2", false), ("Chrome 156 on Windows", true)] {
        let client = Client { device: Some(device.to_owned()), ..a_client() };
        let code = world.code(ada()).await;
        let command = SignIn { code, visitor: None, locale: Locale::default(), client };
        world.app.identities.sign_in(command).await.unwrap();
        let told: Vec<Mail> = world.letters().await.into_iter().map(|l| l.mail).collect();
        let (device, at) = (Some(device.to_owned()), world.clock.now());
        let expected = news.then_some(Mail::NewDevice { device, at });
        assert_eq!(told, Vec::from_iter(expected));
    }
}

#[tokio::test]
async fn an_admin_stays_one_and_nobody_else_becomes_one() {
    let world = World::new().await;
    let root = world.account_of(ADA, Role::Admin).await;
    for _ in 0..2 {
        let grant = world.sign_in(ada()).await.unwrap();
        assert_eq!((grant.user.id, grant.user.role), (root.id, Role::Admin));
        assert_eq!(world.authenticate(&grant).await.unwrap().actor.role, Role::Admin);
    }
    assert_eq!(world.sign_in(at_acme("7", EVE)).await.unwrap().user.role, Role::User);
}

#[tokio::test]
async fn both_ways_lead_to_the_same_account() {
    let world = World::new().await;
    let User { id, .. } = world.account().await;
    assert_eq!(world.sign_in(ada()).await.unwrap().user.id, id);
    assert_eq!(world.log_in(ADA, PASSWORD).await.unwrap().user.id, id);
    assert_eq!(world.live_sessions(id).await, 2);
}
