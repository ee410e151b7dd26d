//! What visitors take along when they become somebody.

use bookplate_domain::{
    chats::{Chat, ChatError, ChatQuery, ClaimChats, SearchChats},
    roles::Role,
    sessions::Actor,
    shared::{ChatId, Limit},
    users::Registered,
};
use bookplate_testkit::{a_chat_id, a_client};
use secrecy::ExposeSecret;

use super::{answer, names, question};
use crate::world::{ADA, OTHER_PASSWORD, PASSWORD, World, verification_optional};

async fn ids_of(world: &World, actor: &Actor) -> Vec<ChatId> {
    let mut ids: Vec<_> = world.chats(actor).await.iter().map(|chat| chat.id).collect();
    ids.sort_unstable();
    ids
}

async fn two_chats(world: &World, actor: &Actor) -> [ChatId; 2] {
    let first = world.chat(actor, vec![question("q"), answer("a")]).await;
    let second = world.chat(actor, vec![question("q"), answer("a")]).await;
    [first.min(second), first.max(second)]
}

#[tokio::test]
async fn a_visitor_who_logs_in_brings_the_chats_along() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let own = world.chat(&ada, vec![question("mine")]).await;
    let (visitor, visit) = world.visitor_with_grant().await;
    let chats = two_chats(&world, &visitor).await;
    let (report, _) = world.report(&visitor, chats[0], "a").await.unwrap();

    let grant = world.log_in_as(Some(visitor), ADA, PASSWORD).await.unwrap();
    assert_eq!(grant.linked_chats, 2);
    let mut all = [own, chats[0], chats[1]];
    all.sort_unstable();
    assert_eq!(ids_of(&world, &ada).await, all);
    assert_eq!(names(&world.active(&ada, chats[0]).await), ["q", "a"]);
    assert_eq!(world.read_chat(&ada, chats[0]).await.owner_id, ada.user_id);
    let (again, created) = world.report(&ada, chats[0], "a").await.unwrap();
    assert_eq!((again.id, again.user_id, created), (report.id, ada.user_id, false));
    let query = ChatQuery::parse("q").unwrap();
    let search = SearchChats { query, after: None, limit: Limit::MOST };
    assert_eq!(world.app.chats.search_chats(&ada, &search).await.unwrap().items.len(), 4);
    world.append(&ada, chats[0], vec![question("next")]).await.unwrap();

    // What is done cannot be done again.
    let visitor_token = visit.tokens.access.0.expose_secret().to_owned();
    let late = ClaimChats { visitor_token, chat_ids: None, client: a_client() };
    let late = world.app.chats.claim_chats(&ada, late).await;
    assert!(matches!(late, Err(ChatError::VisitorTokenInvalid)), "{late:?}");
    let again = world.log_in_as(Some(visitor), ADA, PASSWORD).await.unwrap();
    assert_eq!(again.linked_chats, 0);
}

#[tokio::test]
async fn a_log_in_that_fails_brings_nothing() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let visitor = world.visitor().await;
    let chats = two_chats(&world, &visitor).await;
    world.log_in_as(Some(visitor), ADA, OTHER_PASSWORD).await.unwrap_err();
    assert_eq!(ids_of(&world, &visitor).await, chats);
    assert_eq!(ids_of(&world, &ada).await, []);
}

#[tokio::test]
async fn a_log_in_without_a_visitor_has_nothing_to_tell_of() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    two_chats(&world, &ada).await;
    assert_eq!(world.log_in(ADA, PASSWORD).await.unwrap().linked_chats, 0);
    let eve = world.actor_of("eve@example.com", Role::User).await;
    let chats = two_chats(&world, &eve).await;
    let grant = world.log_in_as(Some(eve), ADA, PASSWORD).await.unwrap();
    assert_eq!(grant.linked_chats, 0, "who brings them is a user, and stays one");
    assert_eq!(ids_of(&world, &eve).await, chats);
}

#[tokio::test]
async fn an_account_that_is_full_takes_in_what_a_visitor_brings_and_starts_nothing_more() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    world.fill(&ada, Chat::MAX_PER_USER).await;
    let visitor = world.visitor().await;
    let chats = two_chats(&world, &visitor).await;
    let grant = world.log_in_as(Some(visitor), ADA, PASSWORD).await.unwrap();
    assert_eq!(grant.linked_chats, 2);
    for chat in chats {
        assert_eq!(names(&world.active(&ada, chat).await), ["q", "a"]);
    }
    let refused = world.start_chat(&ada, a_chat_id()).await;
    assert!(matches!(refused, Err(ChatError::LimitExceeded(_))), "{refused:?}");
}

#[tokio::test]
async fn a_visitor_who_registers_keeps_the_chats_and_is_told_how_many() {
    let world = World::with(verification_optional).await;
    let visitor = world.visitor().await;
    let chats = two_chats(&world, &visitor).await;
    let Registered::SignedIn(grant) =
        world.register_as(Some(visitor), ADA, PASSWORD).await.unwrap()
    else {
        panic!("verification is optional");
    };
    assert_eq!((grant.linked_chats, grant.user.id), (2, visitor.user_id));
    let ada = world.authenticate(&grant).await.unwrap().actor;
    assert_eq!(ids_of(&world, &ada).await, chats);

    let nobody = world.register("new@example.com", PASSWORD).await.unwrap();
    let Registered::SignedIn(grant) = nobody else { panic!("verification is optional") };
    assert_eq!(grant.linked_chats, 0);
}

#[tokio::test]
async fn a_visitor_who_proves_a_mailbox_keeps_the_chats() {
    let world = World::new().await;
    let visitor = world.visitor().await;
    let first = world.chat(&visitor, vec![question("before")]).await;
    world.register_as(Some(visitor), ADA, PASSWORD).await.unwrap();
    let second = world.chat(&visitor, vec![question("meanwhile")]).await;
    let token = world.token_of_the_mail().await;
    world.verify(&token).await.unwrap();
    let ada = world.actor(ADA, PASSWORD).await;
    assert_eq!((ada.user_id, ada.role), (visitor.user_id, Role::User));
    assert_eq!(ids_of(&world, &ada).await, [first.min(second), first.max(second)]);
}

#[tokio::test]
async fn a_registration_that_is_refused_takes_no_chat_from_the_visitor() {
    let world = World::with(verification_optional).await;
    let ada = world.actor_of(ADA, Role::User).await;
    let visitor = world.visitor().await;
    let chats = two_chats(&world, &visitor).await;
    world.register_as(Some(visitor), ADA, OTHER_PASSWORD).await.unwrap_err();
    assert_eq!(ids_of(&world, &visitor).await, chats);
    assert_eq!(ids_of(&world, &ada).await, []);
}
