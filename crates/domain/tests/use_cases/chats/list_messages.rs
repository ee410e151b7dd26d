use bookplate_domain::{
    chats::{ListMessages, MessageOrder, MessageView},
    roles::Role,
    sessions::Actor,
    shared::{ChatId, Cursor, Limit},
};

use super::{answer, following, names, question};
use crate::world::{ADA, World};

/// q1 – a1 – q2 – a2, and q1 – other – more, the head.
async fn branched(world: &World, actor: &Actor) -> ChatId {
    let one = vec![question("q1"), answer("a1"), question("q2"), answer("a2")];
    let chat = world.chat(actor, one).await;
    let other = vec![following("q1", answer("other")), question("more")];
    world.append(actor, chat, other).await.unwrap();
    chat
}

#[tokio::test]
async fn the_active_branch_is_read_or_the_whole_tree_from_either_end() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat_id = branched(&world, &ada).await;
    for (view, order, expected) in [
        (MessageView::Active, MessageOrder::Asc, vec!["q1", "other", "more"]),
        (MessageView::Active, MessageOrder::Desc, vec!["more", "other", "q1"]),
        (MessageView::All, MessageOrder::Asc, vec!["q1", "a1", "q2", "a2", "other", "more"]),
        (MessageView::All, MessageOrder::Desc, vec!["more", "other", "a2", "q2", "a1", "q1"]),
    ] {
        let query = ListMessages { chat_id, view, order, after: None, limit: Limit::MOST };
        let (head_id, page) = world.app.chats.list_messages(&ada, query).await.unwrap();
        assert_eq!(names(&page.items), expected, "{view:?} {order:?}");
        assert_eq!(head_id.as_ref().map(|id| id.as_str()), Some("more"));
        assert_eq!(page.next, None);
    }
}

#[tokio::test]
async fn pages_go_on_along_the_branch_of_the_first_one() {
    let world = World::new().await;
    let ada = world.actor_of(ADA, Role::User).await;
    let chat_id = branched(&world, &ada).await;
    let (view, order) = (MessageView::Active, MessageOrder::Asc);
    let limit = Limit::parse(1).unwrap();
    let page = async |after: Option<Cursor<_>>| {
        let query = ListMessages { chat_id, view, order, after, limit };
        world.app.chats.list_messages(&ada, query).await.unwrap().1
    };
    let first = page(None).await;
    assert_eq!(names(&first.items), ["q1"]);
    // The head is on the other branch by now.
    world.append(&ada, chat_id, vec![following("a2", question("q3"))]).await.unwrap();
    let second = page(first.next).await;
    assert_eq!(names(&second.items), ["other"]);
    let third = page(second.next).await;
    assert_eq!((names(&third.items), third.next), (vec!["more"], None));
    assert_eq!(
        names(&world.active(&ada, chat_id).await),
        ["q1", "a1", "q2", "a2", "q3"],
        "a first page is of the present head"
    );
}
