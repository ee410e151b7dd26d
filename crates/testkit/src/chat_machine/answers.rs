use bookplate_domain::{
    chats::{Appended, ChatError, Message, Put},
    store::StoreError,
};

use super::{
    machine::{Machine, is_same},
    model::{Model, Outcome, Refusal},
};
use crate::property::Fault;

/// What was answered: the messages that were asked for, each with whether it is new.
pub type Answer = Result<Vec<(Message, bool)>, ChatError>;

pub fn of_append(answer: Result<Appended, ChatError>) -> Answer {
    answer.map(|appended| match appended {
        Appended::Stored { messages, .. } => messages,
        Appended::NotStored => Vec::new(),
    })
}

pub fn of_put(answer: Result<Put, ChatError>) -> Answer {
    answer.map(|put| match put {
        Put::Stored(message, new) => vec![(*message, new)],
        Put::NotStored => Vec::new(),
    })
}

impl Machine {
    /// Requires that an answer is the one foretold, and believes what it says.
    pub fn settle(
        &mut self,
        answer: Answer,
        (outcome, after): (Outcome, Model),
        outage: bool,
    ) -> Result<(), Fault> {
        if let Err(ChatError::Store(StoreError::Unavailable(_))) = &answer {
            let is_done = matches!(outcome, Outcome::Done(_));
            return if outage && is_done { Ok(()) } else { Err(format!("lost {outcome:?}")) };
        }
        if !is_foretold(&answer, &outcome) {
            return Err(format!("{answer:?} instead of {outcome:?}"));
        }
        if outage && after != self.model {
            return Err(format!("{answer:?}, though nothing can be kept"));
        }
        self.model = after;
        Ok(())
    }
}

fn is_foretold(answer: &Answer, outcome: &Outcome) -> bool {
    match (answer, outcome) {
        (Ok(messages), Outcome::Done(nodes)) => {
            let mut pairs = messages.iter().zip(nodes);
            messages.len() == nodes.len()
                && pairs
                    .all(|((message, new), (node, as_new))| new == as_new && is_same(message, node))
        }
        (Err(error), Outcome::Refused(refusals)) => {
            refusals.iter().any(|refusal| is_reason(error, refusal))
        }
        _ => false,
    }
}

fn is_reason(error: &ChatError, refusal: &Refusal) -> bool {
    match (error, refusal) {
        (ChatError::NotFound, Refusal::NotFound) => true,
        (ChatError::MessageDeleted(id), Refusal::Deleted(expected))
        | (ChatError::MessageIdConflict(id), Refusal::Conflict(expected)) => {
            id.as_str() == expected
        }
        (ChatError::Invalid(errors), Refusal::Invalid(field)) => {
            errors.0.len() == 1 && errors.0[0].field == *field
        }
        _ => false,
    }
}
