use actix_web::web::Bytes;
use bookplate_domain::{
    chats::{ChatExport, Message},
    shared::Timestamp,
};
use serde::Serialize;

use super::{format::Format, markdown};
use crate::{
    problem::Problem,
    wire::{ChatView, MessageView, Pieces},
};

/// A chat as it is being written.
pub(super) struct WrittenChat {
    export: ChatExport,
    format: Format,
    now: Timestamp,
    /// What is written and not yet given away.
    text: String,
    /// What stands before the next message.
    before: &'static str,
    ended: bool,
}

impl WrittenChat {
    /// A chat as it is `now`.
    pub(super) fn new(export: ChatExport, format: Format, now: Timestamp) -> Result<Self, Problem> {
        let text = match format {
            Format::Json => {
                format!("{{\"chat\":{},\"messages\":[", json(&ChatView::from(&export.chat))?)
            }
            Format::Markdown => markdown::heading(&export.chat),
        };
        Ok(Self { export, format, now, text, before: "", ended: false })
    }

    fn write(&mut self, message: &Message) -> Result<(), Problem> {
        self.text.push_str(self.before);
        match self.format {
            Format::Json => {
                self.text.push_str(&json(&MessageView::new(message, self.now))?);
                self.before = ",";
            }
            Format::Markdown => self.text.push_str(&markdown::message(message)),
        }
        Ok(())
    }

    fn end(&mut self) {
        self.ended = true;
        self.text.push_str(match self.format {
            Format::Json => "]}\n",
            Format::Markdown => "",
        });
    }
}

impl Pieces for WrittenChat {
    async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        while !self.ended {
            match self.export.next().await? {
                Some(messages) => messages.iter().try_for_each(|message| self.write(message))?,
                None => self.end(),
            }
            if !self.text.is_empty() {
                return Ok(Some(std::mem::take(&mut self.text).into()));
            }
        }
        Ok(None)
    }
}

fn json(view: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(view).map_err(Problem::internal)
}

#[cfg(test)]
mod tests {
    use actix_web::{body::to_bytes_limited, web::Bytes};
    use bookplate_domain::chats::MessageView as View;
    use serde_json::Value;

    use super::*;
    use crate::{
        testing::{World, said},
        wire::streamed,
    };

    async fn begun(world: &World) -> (Bytes, WrittenChat) {
        let ada = world.signed_in().await;
        let id = world.chat_of(&ada).await;
        for number in 0..11 {
            let ten: Vec<Value> =
                (0..10).map(|n| said(&format!("m{number}{n}"), "user", "x")).collect();
            world.append(id, &ten, &ada).await.is(201);
        }
        let actor = world.actor(&ada).await;
        let export = world.app.chats.export_chat(&actor, id, View::All).await.unwrap();
        let mut written = WrittenChat::new(export, Format::Json, world.app.now()).unwrap();
        let first = written.next().await.unwrap().unwrap();
        (first, written)
    }

    #[actix_web::test]
    async fn a_chat_is_written_a_page_at_a_time() {
        let world = World::new().await;
        let (first, mut written) = begun(&world).await;
        let mut pieces = vec![first];
        while let Some(piece) = written.next().await.unwrap() {
            assert!(!piece.is_empty());
            pieces.push(piece);
        }
        assert_eq!(pieces.len(), 3, "two pages, and the end");
        let whole: Value = serde_json::from_slice(&pieces.concat()).unwrap();
        assert_eq!(whole["messages"].as_array().unwrap().len(), 111);
        assert!(written.next().await.unwrap().is_none());
    }

    #[actix_web::test]
    async fn one_that_is_deleted_meanwhile_ends_abruptly() {
        let world = World::new().await;
        let (first, written) = begun(&world).await;
        let owner = world.log_in(crate::testing::ADA, crate::testing::PASSWORD).await.unwrap();
        let actor = world.actor(&owner).await;
        world.app.chats.delete_chats(&actor, &[written.export.chat.id]).await.unwrap();
        let body = actix_web::body::BodyStream::new(streamed(first, written, String::new()));
        let read = to_bytes_limited(body, usize::MAX).await.unwrap();
        assert!(read.is_err(), "{read:?}");
    }
}
