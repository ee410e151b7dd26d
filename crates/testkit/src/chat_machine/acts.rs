use bookplate_domain::{
    chats::{AppendMessages, MessageId, MessageMetadata, NewMessage, Parent, Parts, PutMessage},
    shared::Clock,
};

use super::{
    answers::{of_append, of_put},
    machine::Machine,
    model::{Asked, Follows, Model, Says, Sent},
    steps::{self, Act, Draft, Named, Step},
    texts,
};
use crate::property::Fault;

impl Machine {
    pub async fn act(&mut self, step: &Step) -> Result<(), Fault> {
        match &step.act {
            Act::Append(drafts) => {
                let asked = self.asked(drafts);
                self.append(asked, step.outage).await
            }
            Act::Retry { back, spelling } => {
                let Some(place) = self.requests.len().checked_sub(1 + back) else {
                    return Ok(());
                };
                let mut asked = self.requests[place].clone();
                asked.iter_mut().for_each(|each| each.spelling = *spelling);
                self.append(asked, step.outage).await
            }
            Act::Put { id, draft } => {
                let id = self.named(id);
                let asked = Asked { id: Some(id.clone()), ..self.one_asked(draft, &[]) };
                self.put(&id, asked, step.outage).await
            }
            Act::Delete(named) => {
                let id = self.named(named);
                self.delete(&id, step.outage).await
            }
            Act::BeginToRead { view, order, size } => {
                self.begin_to_read(*view, *order, *size).await
            }
            Act::TurnPages => self.turn_pages().await,
            Act::Wait(duration) => {
                self.clock.advance(*duration);
                Ok(())
            }
            Act::SetClockBack(duration) => {
                self.clock.set_back(*duration);
                Ok(())
            }
        }
    }

    async fn append(&mut self, mut asked: Vec<Asked>, outage: bool) -> Result<(), Fault> {
        let messages = asked.iter().map(sent).collect::<Result<_, _>>()?;
        let (chat_id, create_chat) = (self.chat.id, false);
        let command = AppendMessages { chat_id, messages, create_chat };
        let answer = of_append(self.app.chats.append_messages(&self.actor, command).await);
        for (asked, (message, _)) in asked.iter_mut().zip(answer.iter().flatten()) {
            asked.given = message.id.to_string();
            if asked.id.is_none() && self.model.knew(&asked.given) {
                return Err(format!("{} was given to another message", asked.given));
            }
        }
        let mut after = self.model.clone();
        let outcome = after.append(&asked, self.clock.now());
        self.requests.push(asked);
        self.settle(answer, (outcome, after), outage)
    }

    async fn put(&mut self, id: &str, asked: Asked, outage: bool) -> Result<(), Fault> {
        let (chat_id, message) = (self.chat.id, sent(&asked)?);
        let command = PutMessage { chat_id, id: message_id(id)?, message };
        let answer = of_put(self.app.chats.put_message(&self.actor, command).await);
        let mut after = self.model.clone();
        let outcome = after.put(id, &asked, self.clock.now());
        self.settle(answer, (outcome, after), outage)
    }

    async fn delete(&mut self, id: &str, outage: bool) -> Result<(), Fault> {
        let (chat_id, message_id) = (self.chat.id, message_id(id)?);
        let answer = self.app.chats.delete_message(&self.actor, chat_id, &message_id).await;
        let mut after = self.model.clone();
        let outcome = after.delete(id);
        self.settle(answer.map(|()| Vec::new()), (outcome, after), outage)
    }

    fn asked(&self, drafts: &[Draft]) -> Vec<Asked> {
        let ids: Vec<_> =
            drafts.iter().map(|draft| draft.id.as_ref().map(|id| self.named(id))).collect();
        let asked = drafts.iter().zip(&ids);
        asked.map(|(draft, id)| Asked { id: id.clone(), ..self.one_asked(draft, &ids) }).collect()
    }

    /// A message as it is asked for along with those that have these ids.
    fn one_asked(&self, draft: &Draft, ids: &[Option<String>]) -> Asked {
        let follows = match &draft.follows {
            steps::Follows::Previous => Follows::Previous,
            steps::Follows::Root => Follows::Root,
            steps::Follows::Message(Named::There(_)) if self.model.nodes.is_empty() => {
                Follows::Previous
            }
            steps::Follows::Message(named) => Follows::Message(self.named(named)),
            steps::Follows::OneOfRequest(place) => match ids.get(*place) {
                Some(Some(id)) => Follows::Message(id.clone()),
                _ => Follows::Previous,
            },
        };
        let Draft { role, status, text, metadata, spelling, .. } = *draft;
        let says = Says { role, status, text, metadata };
        Asked { id: None, given: "?".to_owned(), sent: Sent { follows, says }, spelling }
    }

    fn named(&self, named: &Named) -> String {
        let Model { nodes, gone, .. } = &self.model;
        match named {
            Named::There(index) if !nodes.is_empty() => index.get(nodes).id.clone(),
            Named::Gone(index) if !gone.is_empty() => index.get(gone).clone(),
            Named::There(index) | Named::Gone(index) => format!("m{}", index.index(steps::IDS)),
            Named::Id(number) => format!("m{number}"),
        }
    }
}

fn message_id(id: &str) -> Result<MessageId, Fault> {
    MessageId::parse(id).map_err(|error| error.to_string())
}

/// The message as the service takes it.
fn sent(asked: &Asked) -> Result<NewMessage, Fault> {
    let Says { role, status, text, metadata } = asked.sent.says;
    let parts = Parts::parse(&texts::parts(text, asked.spelling));
    let metadata = metadata.then(|| MessageMetadata::parse(texts::metadata(asked.spelling)));
    let parent = match &asked.sent.follows {
        Follows::Previous => Parent::Previous,
        Follows::Root => Parent::Root,
        Follows::Message(id) => Parent::Message(message_id(id)?),
    };
    let id = asked.id.as_deref().map(message_id).transpose()?;
    let parts = parts.map_err(|error| error.to_string())?;
    let metadata = metadata.transpose().map_err(|error| error.to_string())?;
    Ok(NewMessage { id, parent, role, status, parts, metadata })
}
