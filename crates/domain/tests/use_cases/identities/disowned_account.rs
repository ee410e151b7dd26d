//! An account that has the address that a provider vouches for, and was registered by somebody who
//! never proved the mailbox.

use bookplate_domain::{
    Bookplate,
    audit::EventKind,
    identities::{Assertion, Identity},
    mail::Mail,
    roles::{InviteUser, Role},
    sessions::{Actor, SessionError, SessionGrant},
    shared::{Clock, IfVersion, Locale},
    store::Store,
    users::{
        AcceptInvitation, Bio, DisplayName, ImageUrl, Preferences, PreferencesPatch, Register,
        Registered, UpdatePreferences, UpdateProfile, User, UserError,
    },
};
use bookplate_testkit::{a_client, a_locale, an_identity};
use secrecy::SecretString;

use super::{ACME, GLOBEX, ada, at_acme};
use crate::{
    chats::question,
    world::{ADA, OTHER_PASSWORD, PASSWORD, World, verification_optional},
};

/// Somebody who has registered an address that is not theirs, and all that they have got of it.
struct Squatter {
    grant: SessionGrant,
    actor: Actor,
    verify: SecretString,
    reset: SecretString,
    confirm: SecretString,
}

async fn squatted() -> (World, Squatter) {
    let world = World::with(verification_optional).await;
    let Registered::SignedIn(grant) = world.register(ADA, PASSWORD).await.unwrap() else {
        panic!("verification is optional");
    };
    let verify = world.token_of_the_mail().await;
    let actor = world.authenticate(&grant).await.unwrap().actor;
    let command = UpdateProfile {
        name: Some(DisplayName::parse("Squatter").unwrap()),
        image: Some(Some(ImageUrl::parse("https://evil.example/a.png").unwrap())),
        bio: Some(Some(Bio::parse("Mine.").unwrap())),
        if_version: IfVersion::Any,
        client: a_client(),
    };
    world.app.users.update_profile(&actor, command).await.unwrap();
    world.request_reset(ADA).await.unwrap();
    let reset = world.token_of_the_mail().await;
    world.request_change(&actor, "squatter@evil.example").await.unwrap();
    let confirm = world.token_of_the_mail().await;
    (world, Squatter { grant: *grant, actor, verify, reset, confirm })
}

#[tokio::test]
async fn the_owner_comes_in_and_the_account_is_as_the_provider_says() {
    let (world, squatter) = squatted().await;
    let before = world.user(ADA).await.unwrap();
    let grant = world.sign_in(ada()).await.unwrap();
    let user = world.user(ADA).await.unwrap();
    assert_eq!(grant.user, user);
    assert_eq!(user.id, squatter.actor.user_id);
    assert_eq!(user.email_verified_at, Some(world.clock.now()));
    assert_eq!(user.name, ada().name);
    assert_eq!((&user.image, &user.bio, &user.password), (&None, &None, &None));
    assert!(user.epoch > before.epoch && user.version > before.version);
    assert_eq!(world.linked_to(&ada()).await, Some(user.id));
    world.authenticate(&grant).await.unwrap();
    world.refresh(&grant.tokens.refresh).await.unwrap();
}

#[tokio::test]
async fn whoever_the_provider_gives_no_name_is_not_called_as_the_squatter_liked() {
    let (world, _) = squatted().await;
    let says = Assertion { name: None, ..ada() };
    let user = world.sign_in(says).await.unwrap().user;
    assert_eq!(user.name, Some(DisplayName::parse("Ada").unwrap()), "by the address, as anew");
}

#[tokio::test]
async fn whoever_registered_it_has_nothing_of_it_any_more() {
    let (world, squatter) = squatted().await;
    let second = world.log_in(ADA, PASSWORD).await.unwrap();
    let grant = world.sign_in(ada()).await.unwrap();
    for old in [&squatter.grant, &second] {
        let dead = world.authenticate(old).await;
        assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
        let dead = world.refresh(&old.tokens.refresh).await;
        assert!(matches!(dead, Err(SessionError::Revoked)), "{dead:?}");
    }
    assert_eq!(world.live_sessions(grant.user.id).await, 1);
    let refused = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(refused, Err(SessionError::InvalidCredentials)), "{refused:?}");
    for dead in [
        world.verify(&squatter.verify).await.map(drop),
        world.reset(&squatter.reset, OTHER_PASSWORD).await,
        world.confirm_change(&squatter.confirm).await.map(drop),
    ] {
        assert!(matches!(dead, Err(UserError::TokenInvalid)), "{dead:?}");
    }
    let refused = world.unlink(&squatter.actor, Some(ACME)).await;
    assert!(refused.is_err(), "{refused:?}");
    assert_eq!(world.user(ADA).await, Some(grant.user));
}

#[tokio::test]
async fn an_identity_that_was_planted_there_is_gone() {
    let (world, squatter) = squatted().await;
    let planted = Identity { provider: super::name(GLOBEX), ..an_identity(squatter.actor.user_id) };
    let same_provider = Identity { provider: super::name(ACME), ..an_identity(planted.user_id) };
    let mut tx = world.store.begin().await.unwrap();
    tx.identities().insert(&planted).await.unwrap();
    tx.identities().insert(&same_provider).await.unwrap();
    tx.commit().await.unwrap();
    world.sign_in(ada()).await.unwrap();
    let left = world.identities_of(planted.user_id).await;
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0].subject, ada().subject);
}

#[tokio::test]
async fn the_chats_stay_since_they_may_be_the_owners_own() {
    let (world, squatter) = squatted().await;
    let chat = world.chat(&squatter.actor, vec![question("q")]).await;
    let grant = world.sign_in(ada()).await.unwrap();
    let owner = world.authenticate(&grant).await.unwrap().actor;
    assert_eq!(world.chats(&owner).await[0].id, chat);
}

#[tokio::test]
async fn registrations_that_wait_for_the_mailbox_are_gone() {
    let (world, _) = squatted().await;
    // A node of the time when mailboxes had to be proven first.
    let mut policy = world.policy.clone();
    policy.registration.verification = bookplate_domain::EmailVerification::Required;
    let command = Register {
        email: world.email(ADA),
        name: DisplayName::parse("Squatter").unwrap(),
        locale: a_locale(),
        password: world.new_password(OTHER_PASSWORD),
        visitor: None,
        client: a_client(),
    };
    Bookplate::new(world.ports.clone(), policy).users.register(command).await.unwrap();
    let waiting = async || {
        let now = world.clock.now();
        world.store.read().registrations().find_newest(&world.email(ADA), now).await.unwrap()
    };
    assert!(waiting().await.is_some());
    world.sign_in(ada()).await.unwrap();
    assert_eq!(waiting().await, None);
}

#[tokio::test]
async fn the_owner_is_welcomed_and_the_trail_says_what_happened() {
    let (world, squatter) = squatted().await;
    let noted = world.trail().len();
    let grant = world.sign_in(ada()).await.unwrap();
    let letters = world.letters().await;
    assert!(matches!(&letters[..], [l] if l.mail == Mail::Welcome && l.to == ADA), "{letters:?}");
    let events = &world.store.audit_events()[noted..];
    let mut kinds: Vec<EventKind> = events.iter().map(|event| event.kind).collect();
    kinds.sort_by_key(|kind| kind.as_str());
    let mut expected = vec![
        EventKind::AccountDisowned,
        EventKind::EmailVerified,
        EventKind::IdentityLinked,
        EventKind::LogInSucceeded,
    ];
    expected.sort_by_key(|kind| kind.as_str());
    assert_eq!(kinds, expected);
    for event in events {
        assert_eq!(event.target, Some(squatter.actor.user_id));
        assert_eq!(event.client, grant.session.client, "{:?}", event.kind);
    }
}

#[tokio::test]
async fn an_address_that_is_not_vouched_for_takes_nothing_from_anybody() {
    let (world, squatter) = squatted().await;
    let before = world.user(ADA).await;
    world.sign_in(super::unverified(ada())).await.unwrap_err();
    assert_eq!(world.user(ADA).await, before);
    world.authenticate(&squatter.grant).await.unwrap();
}

#[tokio::test]
async fn where_mailboxes_have_to_be_proven_this_is_the_proof() {
    let world = World::new().await;
    let user = User { email_verified_at: None, suspension: None, ..bookplate_testkit::a_user() };
    let user = User { email: Some(world.email(ADA)), role: Role::User, ..user };
    world.keep(&user).await;
    let grant = world.sign_in(ada()).await.unwrap();
    assert_eq!(grant.user.id, user.id);
    assert!(grant.user.email_verified_at.is_some());
    world.authenticate(&grant).await.unwrap();
}

#[tokio::test]
async fn whoever_was_asked_in_may_come_by_a_provider_and_keeps_the_role() {
    let world = World::new().await;
    let root = world.actor_of("root@example.com", Role::Admin).await;
    let command = InviteUser {
        email: world.email(ADA),
        name: None,
        locale: Locale::default(),
        role: Role::Moderator,
        client: a_client(),
    };
    let invited = world.app.roles.invite_user(&root, command).await.unwrap();
    let token = world.token_of_the_mail().await;
    let grant = world.sign_in(ada()).await.unwrap();
    assert_eq!((grant.user.id, grant.user.role), (invited.id, Role::Moderator));
    let command = AcceptInvitation {
        token,
        name: DisplayName::parse("Eve").unwrap(),
        password: PASSWORD.into(),
        client: a_client(),
    };
    let spent = world.app.users.accept_invitation(command).await;
    assert!(matches!(spent, Err(UserError::TokenInvalid)), "{spent:?}");
}

#[tokio::test]
async fn what_the_squatter_preferred_is_forgotten() {
    let (world, squatter) = squatted().await;
    let theirs = r#"{ "chat": { "saveHistory": false }, "notifications": { "email": false } }"#;
    let patch = PreferencesPatch::parse(serde_json::from_str(theirs).unwrap()).unwrap();
    let command = UpdatePreferences { patch, if_version: IfVersion::Any };
    world.app.users.update_preferences(&squatter.actor, command).await.unwrap();
    let grant = world.sign_in(ada()).await.unwrap();
    let found = world.store.read().preferences().find(grant.user.id).await.unwrap().unwrap();
    let now = world.clock.now();
    assert_eq!(
        found,
        Preferences { version: found.version, ..Preferences::initial(a_locale(), now) }
    );
    assert_eq!(grant.user.locale, a_locale(), "the language of the browser that came");
}

#[tokio::test]
async fn mail_goes_to_the_address_as_the_provider_spells_it() {
    let world = World::with(verification_optional).await;
    world.register("ADA@Example.com", PASSWORD).await.unwrap();
    let user = world.sign_in(at_acme("1", "Ada@example.com")).await.unwrap().user;
    assert_eq!(user.email.unwrap().written(), "Ada@example.com");
}
