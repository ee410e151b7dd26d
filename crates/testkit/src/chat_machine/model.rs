use bookplate_domain::{
    chats::{MessageOrder, MessageRole, MessageStatus, MessageView},
    shared::Timestamp,
};

use super::texts::{Spelling, visible};

/// A message, and what it was when it was sent first.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub id: String,
    pub parent: Option<String>,
    pub seq: u32,
    pub says: Says,
    pub spelling: Spelling,
    /// What was sent when it was added.
    pub sent: Sent,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What a message says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Says {
    pub role: MessageRole,
    pub status: MessageStatus,
    pub text: &'static str,
    pub metadata: bool,
}

impl Says {
    /// What the chat is called if this is its first question.
    fn title(&self) -> Option<&'static str> {
        if self.role == MessageRole::User { visible(self.text) } else { None }
    }
}

/// A message as it was sent, however it was spelt.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    pub follows: Follows,
    pub says: Says,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Follows {
    Previous,
    Root,
    Message(String),
}

/// A message that somebody asks for; whoever names none gets one of the given name.
#[derive(Clone, Debug)]
pub struct Asked {
    pub id: Option<String>,
    pub given: String,
    pub sent: Sent,
    pub spelling: Spelling,
}

/// What must come of an act.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is done: which messages were asked for, each with whether it is new.
    Done(Vec<(Node, bool)>),
    /// It is refused for one of these reasons, and changes nothing.
    Refused(Vec<Refusal>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    NotFound,
    /// The message of this id was deleted.
    Deleted(String),
    /// The message of this id says something else.
    Conflict(String),
    /// This field is wrong.
    Invalid(String),
}

/// A chat as a list of messages.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub nodes: Vec<Node>,
    /// The ids of those that were deleted.
    pub gone: Vec<String>,
    pub head: Option<String>,
    pub last_seq: u32,
    pub active_at: Timestamp,
    pub title: Option<&'static str>,
    pub version: u32,
}

impl Model {
    pub fn find(&self, id: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == id)
    }

    /// Whether a message has or had an id.
    pub fn knew(&self, id: &str) -> bool {
        self.find(id).is_some() || self.gone.iter().any(|gone| gone == id)
    }

    /// Adds messages, all or none.
    pub fn append(&mut self, asked: &[Asked], now: Timestamp) -> Outcome {
        let refusals = self.refusals(asked);
        if !refusals.is_empty() {
            return Outcome::Refused(refusals);
        }
        let at = now.max(self.active_at);
        let (mut previous, mut answers) = (self.head.clone(), Vec::new());
        for asked in asked {
            let there = asked.id.as_ref().and_then(|id| self.find(id)).cloned();
            let answer = match there {
                Some(there) => (there, false),
                None => (self.add(asked, previous, at), true),
            };
            previous = Some(answer.0.id.clone());
            answers.push(answer);
        }
        if answers.iter().any(|(_, new)| *new) {
            self.active_at = at;
            self.version += 1;
        }
        Outcome::Done(answers)
    }

    /// Everything that is wrong with an append.
    fn refusals(&self, asked: &[Asked]) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        for (place, each) in asked.iter().enumerate() {
            let earlier = &asked[..place];
            let stands_before = |id: &String| earlier.iter().any(|it| it.id.as_ref() == Some(id));
            let mut there = None;
            if let Some(id) = &each.id {
                there = self.find(id);
                if stands_before(id) {
                    refusals.push(Refusal::Invalid(format!("messages[{place}].id")));
                }
                if self.gone.contains(id) {
                    refusals.push(Refusal::Deleted(id.clone()));
                }
                if there.is_some_and(|node| node.sent != each.sent && !is_so(node, &each.sent)) {
                    refusals.push(Refusal::Conflict(id.clone()));
                }
            }
            if let Follows::Message(parent) = &each.sent.follows
                && there.is_none()
                && self.find(parent).is_none()
                && !stands_before(parent)
            {
                refusals.push(Refusal::Invalid(format!("messages[{place}].parentId")));
            }
        }
        refusals
    }

    fn add(&mut self, asked: &Asked, previous: Option<String>, at: Timestamp) -> Node {
        let Asked { id, given, sent, spelling } = asked.clone();
        self.last_seq += 1;
        let node = Node {
            id: id.unwrap_or(given),
            parent: match &sent.follows {
                Follows::Previous => previous,
                Follows::Root => None,
                Follows::Message(id) => Some(id.clone()),
            },
            seq: self.last_seq,
            says: sent.says,
            spelling,
            sent,
            created_at: at,
            updated_at: at,
        };
        if self.title.is_none() {
            self.title = node.says.title();
        }
        self.head = Some(node.id.clone());
        self.nodes.push(node.clone());
        node
    }

    /// Writes a message, or adds it.
    pub fn put(&mut self, id: &str, asked: &Asked, now: Timestamp) -> Outcome {
        if self.gone.iter().any(|gone| gone == id) {
            return Outcome::Refused(vec![Refusal::NotFound]);
        }
        let Some(there) = self.nodes.iter_mut().find(|node| node.id == id) else {
            return match self.append(std::slice::from_ref(asked), now) {
                // There is one message only, whose field needs no place.
                Outcome::Refused(_) => {
                    Outcome::Refused(vec![Refusal::Invalid("parentId".to_owned())])
                }
                done => done,
            };
        };
        let says = asked.sent.says;
        let complete = MessageStatus::Complete;
        if there.says.status != complete || says.status == complete {
            if self.title.is_some() && self.title == there.says.title() {
                self.title = says.title();
            }
            there.says = says;
            there.spelling = asked.spelling;
            there.updated_at = there.updated_at.max(now);
            self.version += 1;
        }
        Outcome::Done(vec![(there.clone(), false)])
    }

    pub fn delete(&mut self, id: &str) -> Outcome {
        let Some(place) = self.nodes.iter().position(|node| node.id == id) else {
            return Outcome::Refused(vec![Refusal::NotFound]);
        };
        let gone = self.nodes.remove(place);
        for node in &mut self.nodes {
            if node.parent.as_deref() == Some(id) {
                node.parent.clone_from(&gone.parent);
            }
        }
        if self.head.as_deref() == Some(id) {
            let newest = || self.nodes.last().map(|node| node.id.clone());
            self.head = gone.parent.or_else(newest);
        }
        if self.title == gone.says.title() {
            self.title = None;
        }
        self.gone.push(gone.id);
        self.version += 1;
        Outcome::Done(Vec::new())
    }

    /// The messages of a view in an order; the active one is the way to `goal`.
    pub fn list(&self, view: MessageView, order: MessageOrder, goal: Option<&str>) -> Vec<&Node> {
        let mut list: Vec<&Node> = match view {
            MessageView::All => self.nodes.iter().rev().collect(),
            MessageView::Active => {
                let parent = |node: &&Node| self.find(node.parent.as_deref()?);
                std::iter::successors(goal.and_then(|id| self.find(id)), parent).collect()
            }
        };
        if order == MessageOrder::Asc {
            list.reverse();
        }
        list
    }
}

/// Whether a message is by now what somebody asks for.
fn is_so(there: &Node, asked: &Sent) -> bool {
    let same_place = match &asked.follows {
        Follows::Previous => true,
        Follows::Root => there.parent.is_none(),
        Follows::Message(id) => there.parent.as_ref() == Some(id),
    };
    same_place && there.says == asked.says
}
