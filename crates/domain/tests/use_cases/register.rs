use std::{num::NonZeroU32, time::Duration};

use bookplate_domain::{
    audit::EventKind,
    limits::{LimitKey, Rule},
    mail::Mail,
    sessions::SessionGrant,
    users::{Registered, TokenPurpose, UserError},
};
use bookplate_testkit::{a_client, doubles::PlainLimiter};
use futures::future::join_all;

use crate::world::{ADA, DAY, MINUTE, OTHER_PASSWORD, PASSWORD, World, verification_optional};

fn is_to_verify(answer: &Result<Registered, UserError>, email: &str) -> bool {
    matches!(
        answer,
        Ok(Registered::VerificationRequired { email: told, resend_after })
            if told.written() == email && *resend_after == MINUTE
    )
}

fn signed_in(answer: Registered) -> SessionGrant {
    match answer {
        Registered::SignedIn(grant) => *grant,
        Registered::VerificationRequired { .. } => panic!("not signed in: {answer:?}"),
    }
}

#[tokio::test]
async fn with_verification_required_no_account_exists_until_the_mailbox_is_proven() {
    let world = World::new().await;
    let answer = world.register(ADA, PASSWORD).await;
    assert!(is_to_verify(&answer, ADA), "{answer:?}");
    assert_eq!(world.user(ADA).await, None);
    assert_eq!(world.trail(), [EventKind::RegistrationStarted]);

    let letters = world.letters().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, ADA));
    let Mail::VerifyEmail { purpose, expires_at, .. } = letters[0].mail else {
        panic!("{:?}", letters[0].mail);
    };
    assert_eq!(purpose, TokenPurpose::ConfirmRegistration);
    assert_eq!(expires_at, bookplate_testkit::a_moment().plus(DAY));
}

#[tokio::test]
async fn a_taken_address_is_answered_like_a_new_one_and_its_owner_is_told() {
    let world = World::new().await;
    let owner = world.account().await;
    let answer = world.register("ADA@Example.COM", OTHER_PASSWORD).await;
    assert!(is_to_verify(&answer, "ADA@Example.COM"), "{answer:?}");

    let letters = world.letters().await;
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].mail, Mail::AddressAlreadyRegistered);
    assert_eq!(letters[0].to, ADA, "mail goes to the address as its owner wrote it");
    assert!(letters[0].token.is_none());
    assert_eq!(world.user(ADA).await, Some(owner.clone()));

    let event = world.store.audit_events().pop().unwrap();
    assert_eq!(event.kind, EventKind::RegistrationRefused);
    assert_eq!((event.actor, event.target), (None, Some(owner.id)));
}

#[tokio::test]
async fn several_may_wait_for_one_address() {
    let world = World::new().await;
    for password in [PASSWORD, OTHER_PASSWORD] {
        let answer = world.register(ADA, password).await;
        assert!(is_to_verify(&answer, ADA), "{answer:?}");
    }
    let tokens = world.letters().await.into_iter().map(|letter| letter.token);
    assert_eq!(tokens.flatten().count(), 2);
}

#[tokio::test]
async fn with_verification_optional_the_account_exists_at_once_and_is_unverified() {
    let world = World::with(verification_optional).await;
    let grant = signed_in(world.register(ADA, PASSWORD).await.unwrap());
    assert_eq!(world.user(ADA).await, Some(grant.user.clone()));
    assert_eq!(grant.user.email_verified_at, None);
    assert_eq!(grant.session.client, a_client());
    let caller = world.authenticate(&grant).await.unwrap();
    assert_eq!(caller.actor.user_id, grant.user.id);

    let letters = world.letters().await;
    assert_eq!((letters.len(), letters[0].to.as_str()), (1, ADA));
    let purpose = letters[0].mail.token().unwrap().purpose;
    assert_eq!(purpose, TokenPurpose::VerifyEmail);

    let event = world.store.audit_events().pop().unwrap();
    assert_eq!(event.kind, EventKind::UserCreated);
    assert_eq!(event.actor, Some(grant.user.id));
    assert_eq!(event.session, Some(grant.session.id));
}

#[tokio::test]
async fn with_verification_optional_a_taken_address_is_refused_and_nothing_is_left() {
    let world = World::with(verification_optional).await;
    let owner = world.account().await;
    let before = world.trail();
    let answer = world.register("ADA@example.com", OTHER_PASSWORD).await;
    assert!(matches!(answer, Err(UserError::EmailTaken)), "{answer:?}");
    assert_eq!(world.user(ADA).await, Some(owner));
    assert_eq!(world.trail(), before);
    assert!(world.letters().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_register_an_address_at_once_one_gets_it() {
    let world = World::with(verification_optional).await;
    let answers = join_all((0..32).map(|_| world.register(ADA, PASSWORD))).await;
    let won = answers.iter().filter(|answer| answer.is_ok()).count();
    let taken =
        answers.iter().filter(|answer| matches!(answer, Err(UserError::EmailTaken))).count();
    assert_eq!((won, taken), (1, 31));
    assert_eq!(world.letters().await.len(), 1);
}

#[tokio::test]
async fn nobody_registers_where_registration_is_closed() {
    let world = World::with(|policy| policy.registration.open = false).await;
    let answer = world.register(ADA, PASSWORD).await;
    assert!(matches!(answer, Err(UserError::RegistrationClosed)));
    assert!(world.trail().is_empty());
    assert!(world.letters().await.is_empty());
}

#[tokio::test]
async fn mails_to_one_mailbox_beyond_the_limit_are_left_out_in_silence() {
    let two = NonZeroU32::new(2).unwrap();
    let limits = || {
        let hour = Duration::from_secs(3600);
        PlainLimiter::default().with(Rule::UnprovenMail, two, hour)
    };
    let world = World::limited(|_| (), limits()).await;
    for spelling in [ADA, "ada@example.com", "ADA@EXAMPLE.COM", ADA] {
        let answer = world.register(spelling, PASSWORD).await;
        assert!(is_to_verify(&answer, spelling), "{answer:?}");
    }
    assert_eq!(world.letters().await.len(), 2);
    world.register("eve@example.com", PASSWORD).await.unwrap();
    assert_eq!(world.letters().await.len(), 1, "another mailbox");

    // Where the account exists at once, only the mail is left out.
    let world = World::limited(verification_optional, limits()).await;
    let mailbox = LimitKey::mailbox(&world.email(ADA));
    for _ in 0..2 {
        let limits = &world.ports.limits;
        limits.check(Rule::UnprovenMail, &mailbox).await.unwrap();
    }
    signed_in(world.register(ADA, PASSWORD).await.unwrap());
    assert!(world.letters().await.is_empty());
}

#[tokio::test]
async fn a_stranger_who_spends_the_mails_does_not_lock_the_owner_out() {
    let (three, hour) = (NonZeroU32::new(3).unwrap(), Duration::from_secs(3600));
    let limits = PlainLimiter::default().with(Rule::UnprovenMail, three, hour);
    let world = World::limited(|_| (), limits).await;
    for _ in 0..3 {
        world.register(ADA, OTHER_PASSWORD).await.unwrap();
        world.clock.advance(MINUTE);
    }
    assert_eq!(world.letters().await.len(), 3);

    world.register(ADA, PASSWORD).await.unwrap();
    assert!(world.letters().await.is_empty(), "only the mail is left out");
    world.resend(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    world.verify(&token).await.unwrap();
    world.log_in(ADA, PASSWORD).await.unwrap();
}
