//! Chats, on the wire.

mod bytes;
mod cursors;
mod deletion;
mod export;
mod feedback;
mod fields;
mod life;
mod limits;
mod messages;
mod search;
mod strangers;
mod updates;
mod visitors;

use bookplate_domain::{sessions::SessionGrant, shared::ChatId};
use uuid::Uuid;

use crate::testing::World;

const CHATS: &str = "/api/v1/chats";

/// An id that somebody chose: the same for the same number.
fn chosen(number: u128) -> ChatId {
    ChatId::from_uuid(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number))
}

fn place(chat: ChatId) -> String {
    format!("{CHATS}/{chat}")
}

/// A world in which Ada is signed in.
async fn world() -> (World, SessionGrant) {
    let world = World::new().await;
    let ada = world.signed_in().await;
    (world, ada)
}
