use bookplate_domain::{
    audit::EventKind,
    sessions::SessionError,
    shared::Locale,
    users::{DisplayName, ImportedUser, Password, PasswordHash},
};
use bookplate_testkit::doubles::PlainHasher;

use crate::world::{ADA, DAY, PASSWORD, World};

fn imported(world: &World, email: &str, password: Option<PasswordHash>) -> ImportedUser {
    ImportedUser {
        email: world.email(email),
        name: DisplayName::parse("Ada").unwrap(),
        image: None,
        bio: None,
        locale: Locale::default(),
        password,
        verified: true,
    }
}

fn old_hash(world: &World) -> PasswordHash {
    world.hasher.outdated_hash(&Password::parse(PASSWORD).unwrap())
}

#[tokio::test]
async fn an_imported_account_logs_in_with_the_old_password_which_is_hashed_anew() {
    let world = World::new().await;
    let batch = vec![imported(&world, ADA, Some(old_hash(&world)))];
    let outcome = world.app.users.import_users(batch).await.unwrap();
    assert_eq!((outcome.added, outcome.taken.len()), (1, 0));
    world.log_in(ADA, PASSWORD).await.unwrap();
    let hash = world.user(ADA).await.unwrap().password.unwrap();
    assert!(PlainHasher::is_up_to_date(&hash));
    world.log_in(ADA, PASSWORD).await.unwrap();
    assert_eq!(world.trail()[0], EventKind::UserCreated);
}

#[tokio::test]
async fn whose_mailbox_nobody_vouches_for_proves_it_first() {
    let world = World::new().await;
    let user = ImportedUser { verified: false, ..imported(&world, ADA, Some(old_hash(&world))) };
    world.app.users.import_users(vec![user]).await.unwrap();
    let refused = world.log_in(ADA, PASSWORD).await;
    assert!(matches!(refused, Err(SessionError::EmailNotVerified)), "{refused:?}");
    world.resend(ADA).await.unwrap();
    let token = world.token_of_the_mail().await;
    world.verify(&token).await.unwrap();
    world.log_in(ADA, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn an_import_can_be_run_again() {
    let world = World::new().await;
    let first = vec![imported(&world, ADA, None), imported(&world, "b@example.com", None)];
    world.app.users.import_users(first.clone()).await.unwrap();
    let before = world.user(ADA).await;
    world.clock.advance(DAY);
    let again = [first, vec![imported(&world, "c@example.com", None)]].concat();
    let outcome = world.app.users.import_users(again).await.unwrap();
    assert_eq!(outcome.added, 1);
    let mut taken: Vec<_> = outcome.taken.into_iter().collect();
    taken.sort();
    assert_eq!(taken, ["ada@example.com", "b@example.com"]);
    assert_eq!(world.user(ADA).await, before);
}

#[tokio::test]
async fn an_address_that_can_still_be_had_back_is_left_out() {
    let world = World::new().await;
    let actor = world.actor_of(ADA, bookplate_domain::roles::Role::User).await;
    let (confirm, _) = world.changing(&actor, "new@example.com").await;
    world.confirm_change(&confirm).await.unwrap();
    let batch = vec![imported(&world, ADA, None), imported(&world, "b@example.com", None)];
    let outcome = world.app.users.import_users(batch).await.unwrap();
    assert_eq!(outcome.added, 1);
    assert!(outcome.taken.contains("ada@example.com"));
    assert!(world.user(ADA).await.is_none());
    assert!(world.user("b@example.com").await.is_some());
}

#[tokio::test]
async fn a_hash_of_an_unknown_kind_is_told_before() {
    let world = World::new().await;
    assert!(world.app.users.reads_hash(&old_hash(&world)));
    assert!(!world.app.users.reads_hash(&PasswordHash::from_stored("md5$x".into())));
}
