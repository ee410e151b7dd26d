use bookplate_domain::{
    audit::{EventKind, FieldChange},
    chats::{Chat, ChatError, ChatLimit, ChatQuery, ClaimChats, SearchChats},
    roles::Role,
    sessions::{Actor, LogOut, SessionError, SessionGrant},
    shared::{ChatId, Limit},
};
use bookplate_testkit::{a_chat_id, a_client};
use secrecy::ExposeSecret;

use super::{answer, names, question};
use crate::world::{ADA, MILLISECOND, PASSWORD, World, verification_optional};

fn claiming(token: &str, chat_ids: Option<Vec<ChatId>>) -> ClaimChats {
    ClaimChats { visitor_token: token.to_owned(), chat_ids, client: a_client() }
}

async fn claim(
    world: &World,
    actor: &Actor,
    token: &str,
    ids: Option<Vec<ChatId>>,
) -> Result<Vec<ChatId>, ChatError> {
    let mut claimed = world.app.chats.claim_chats(actor, claiming(token, ids)).await?;
    claimed.sort_unstable();
    Ok(claimed)
}

fn token_of(grant: &SessionGrant) -> String {
    grant.tokens.access.0.expose_secret().to_owned()
}

struct Scene {
    world: World,
    ada: Actor,
    visitor: Actor,
    token: String,
    /// Those of the visitor, by rising id.
    chats: [ChatId; 3],
}

async fn scene() -> Scene {
    let world = World::with(verification_optional).await;
    let ada = world.actor_of(ADA, Role::User).await;
    let (visitor, grant) = world.visitor_with_grant().await;
    let mut chats = [a_chat_id(); 3];
    for chat in &mut chats {
        *chat = world.chat(&visitor, vec![question("q"), answer("a")]).await;
    }
    chats.sort_unstable();
    Scene { token: token_of(&grant), world, ada, visitor, chats }
}

async fn ids_of(world: &World, actor: &Actor) -> Vec<ChatId> {
    let mut ids: Vec<_> = world.chats(actor).await.iter().map(|chat| chat.id).collect();
    ids.sort_unstable();
    ids
}

#[tokio::test]
async fn a_user_takes_over_what_they_asked_as_a_visitor_and_the_visitor_stays() {
    let Scene { world, ada, visitor, token, chats } = scene().await;
    let (report, _) = world.report(&visitor, chats[0], "a").await.unwrap();
    assert_eq!(claim(&world, &ada, &token, None).await.unwrap(), chats);
    assert_eq!(ids_of(&world, &ada).await, chats);
    assert_eq!(names(&world.active(&ada, chats[1]).await), ["q", "a"]);
    let query = ChatQuery::parse("q").unwrap();
    let search = SearchChats { query, after: None, limit: Limit::MOST };
    assert!(!world.app.chats.search_chats(&ada, &search).await.unwrap().items.is_empty());
    assert!(world.app.chats.search_chats(&visitor, &search).await.unwrap().items.is_empty());
    let (again, created) = world.report(&ada, chats[0], "a").await.unwrap();
    assert_eq!((again.id, again.user_id, created), (report.id, ada.user_id, false));

    assert_eq!(ids_of(&world, &visitor).await, []);
    world.chat(&visitor, vec![question("next")]).await;
    let event = world.store.audit_events().pop().unwrap();
    assert_eq!((event.kind, event.actor), (EventKind::ChatsClaimed, Some(ada.user_id)));
    let from = FieldChange::told("visitorId", Some(visitor.user_id.to_string()), None);
    assert_eq!(event.changes, [from, FieldChange::told("chats", None, Some("3".into()))]);
}

#[tokio::test]
async fn of_the_chats_that_are_named_the_visitors_come() {
    let Scene { world, ada, visitor, token, chats } = scene().await;
    let eve = world.actor_of("eve@example.com", Role::User).await;
    let own = world.chat(&ada, vec![question("mine")]).await;
    let others = world.chat(&eve, vec![question("hers")]).await;
    let wanted = Some(vec![chats[2], own, others, a_chat_id(), chats[2]]);
    assert_eq!(claim(&world, &ada, &token, wanted).await.unwrap(), [chats[2]]);
    assert_eq!(ids_of(&world, &visitor).await, chats[..2]);
    assert_eq!(ids_of(&world, &eve).await, [others]);
    assert_eq!(claim(&world, &ada, &token, Some(Vec::new())).await.unwrap(), []);
    assert_eq!(ids_of(&world, &visitor).await, chats[..2], "none is not all");
}

#[tokio::test]
async fn a_claim_that_is_sent_again_finds_nothing_more() {
    let Scene { world, ada, token, chats, .. } = scene().await;
    claim(&world, &ada, &token, None).await.unwrap();
    let trail = world.trail();
    for wanted in [None, Some(chats.to_vec())] {
        assert_eq!(claim(&world, &ada, &token, wanted).await.unwrap(), []);
    }
    assert_eq!(ids_of(&world, &ada).await, chats);
    assert_eq!(world.trail(), trail, "nothing happened");
}

#[tokio::test]
async fn a_token_of_anybody_but_a_visitor_proves_nothing() {
    let Scene { world, ada, visitor, chats, .. } = scene().await;
    world.account_of("eve@example.com", Role::User).await;
    let eves = world.log_in("eve@example.com", PASSWORD).await.unwrap();
    let own = world.log_in(ADA, PASSWORD).await.unwrap();
    let eve = world.authenticate(&eves).await.unwrap().actor;
    let others = world.chat(&eve, vec![question("hers")]).await;
    let refresh = world.visit().await.tokens.refresh.expose_secret().to_owned();
    for token in [token_of(&eves), token_of(&own), refresh, "nonsense".into(), String::new()] {
        let refused = claim(&world, &ada, &token, None).await;
        assert!(matches!(refused, Err(ChatError::VisitorTokenInvalid)), "{token}: {refused:?}");
    }
    assert_eq!(ids_of(&world, &ada).await, []);
    assert_eq!(ids_of(&world, &eve).await, [others]);
    assert_eq!(ids_of(&world, &visitor).await, chats);
}

#[tokio::test]
async fn a_visitor_who_has_become_a_user_is_none_whose_chats_can_be_claimed() {
    let Scene { world, ada, visitor, token, chats } = scene().await;
    world.register_as(Some(visitor), "new@example.com", PASSWORD).await.unwrap();
    let refused = claim(&world, &ada, &token, None).await;
    assert!(matches!(refused, Err(ChatError::VisitorTokenInvalid)), "{refused:?}");
    let new = world.actor("new@example.com", PASSWORD).await;
    assert_eq!(ids_of(&world, &new).await, chats);
}

#[tokio::test]
async fn a_visitors_token_proves_something_while_its_session_lives() {
    let Scene { world, ada, visitor, token, chats } = scene().await;
    world.clock.advance(world.policy.sessions.access_token - MILLISECOND);
    let one = claim(&world, &ada, &token, Some(vec![chats[0]])).await.unwrap();
    assert_eq!(one, [chats[0]]);
    world.clock.advance(MILLISECOND);
    let late = claim(&world, &ada, &token, None).await;
    assert!(matches!(late, Err(ChatError::VisitorTokenExpired)), "{late:?}");
    assert_eq!(ids_of(&world, &visitor).await, chats[1..]);

    let (other, grant) = world.visitor_with_grant().await;
    let left = world.chat(&other, vec![question("q")]).await;
    let out = LogOut {
        refresh_token: Some(grant.tokens.refresh.clone()),
        access_token: None,
        everywhere: false,
        client: a_client(),
    };
    world.app.sessions.log_out(out).await.unwrap();
    let ended = claim(&world, &ada, &token_of(&grant), None).await;
    assert!(matches!(ended, Err(ChatError::VisitorTokenInvalid)), "{ended:?}");
    assert_eq!(ids_of(&world, &other).await, [left]);
}

#[tokio::test]
async fn more_than_is_kept_is_refused_whole() {
    let Scene { world, ada, visitor, token, chats } = scene().await;
    world.fill(&ada, Chat::MAX_PER_USER - 2).await;
    let trail = world.trail();
    let refused = claim(&world, &ada, &token, None).await;
    assert!(matches!(refused, Err(ChatError::LimitExceeded(ChatLimit::Chats))), "{refused:?}");
    assert_eq!(ids_of(&world, &visitor).await, chats);
    assert_eq!(world.trail(), trail);
    let two = Some(chats[..2].to_vec());
    assert_eq!(claim(&world, &ada, &token, two.clone()).await.unwrap(), chats[..2]);
    // Whoever has too many already, by signing in, asks again all the same.
    world.fill(&ada, 1).await;
    assert_eq!(claim(&world, &ada, &token, two).await.unwrap(), []);
}

#[tokio::test]
async fn a_visitor_claims_nothing_and_nobody_does_whose_session_has_ended() {
    let Scene { world, ada, visitor, token, chats } = scene().await;
    let other = world.visitor().await;
    let refused = claim(&world, &other, &token, None).await;
    assert!(matches!(refused, Err(ChatError::Session(SessionError::Forbidden))), "{refused:?}");
    world.app.sessions.revoke_session(&ada, ada.session_id, &a_client()).await.unwrap();
    let late = claim(&world, &ada, &token, None).await;
    assert!(matches!(late, Err(ChatError::Session(SessionError::Revoked))), "{late:?}");
    assert_eq!(ids_of(&world, &visitor).await, chats);
}
