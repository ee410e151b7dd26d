use std::time::Duration;

use bookplate_domain::chats::{MessageOrder, MessageRole, MessageStatus, MessageView};
use proptest::{
    collection::vec,
    option,
    prelude::{Just, Strategy, any},
    prop_oneof,
    sample::{Index, select},
};

use super::texts::{Spelling, TEXTS};

/// One act, and whether nothing can be committed meanwhile.
#[derive(Clone, Debug)]
pub struct Step {
    pub act: Act,
    pub outage: bool,
}

#[derive(Clone, Debug)]
pub enum Act {
    Append(Vec<Draft>),
    /// An append of before is sent again, the last one first.
    Retry {
        back: usize,
        spelling: Spelling,
    },
    Put {
        id: Named,
        draft: Draft,
    },
    Delete(Named),
    /// Somebody begins to read page by page.
    BeginToRead {
        view: MessageView,
        order: MessageOrder,
        size: u64,
    },
    /// Each reader turns a page.
    TurnPages,
    Wait(Duration),
    SetClockBack(Duration),
}

/// A message as somebody sends it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its id; `None`: the service gives it one.
    pub id: Option<Named>,
    pub follows: Follows,
    pub role: MessageRole,
    pub status: MessageStatus,
    pub text: &'static str,
    pub metadata: bool,
    pub spelling: Spelling,
}

/// What a message follows.
#[derive(Clone, Debug)]
pub enum Follows {
    Previous,
    Root,
    Message(Named),
    /// The one at this place of the same request, which may come later or be itself.
    OneOfRequest(usize),
}

/// A message by its id, one that is there, or one that was deleted.
#[derive(Clone, Debug)]
pub enum Named {
    Id(usize),
    There(Index),
    Gone(Index),
}

/// How many ids people choose from: so few that they meet now and then.
pub const IDS: usize = 256;

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    vec(step(), 1..=60)
}

fn step() -> impl Strategy<Value = Step> {
    let outage = prop_oneof![12 => Just(false), 1 => Just(true)];
    (act(), outage).prop_map(|(act, outage)| Step { act, outage })
}

fn act() -> impl Strategy<Value = Act> {
    let size = 1..=4_u64;
    let views = (select(MessageView::ALL), select(MessageOrder::ALL), size);
    prop_oneof![
        14 => vec(draft(), 0..=5).prop_map(Act::Append),
        3 => (0..4_usize, spelling()).prop_map(|(back, spelling)| Act::Retry { back, spelling }),
        5 => (named(), draft()).prop_map(|(id, draft)| Act::Put { id, draft }),
        5 => named().prop_map(Act::Delete),
        3 => views.prop_map(|(view, order, size)| Act::BeginToRead { view, order, size }),
        4 => Just(Act::TurnPages),
        2 => (0..3_000_u64).prop_map(|millis| Act::Wait(Duration::from_millis(millis))),
        1 => (0..3_000_u64).prop_map(|millis| Act::SetClockBack(Duration::from_millis(millis))),
    ]
}

fn draft() -> impl Strategy<Value = Draft> {
    let id = prop_oneof![24 => (0..IDS).prop_map(Named::Id), 1 => named()];
    let follows = prop_oneof![
        6 => Just(Follows::Previous),
        1 => Just(Follows::Root),
        5 => named().prop_map(Follows::Message),
        1 => (0..3_usize).prop_map(Follows::OneOfRequest),
    ];
    let status = prop_oneof![3 => Just(MessageStatus::Complete), 1 => select(MessageStatus::ALL)];
    let says = (select(MessageRole::ALL), status, select(&TEXTS), any::<bool>(), spelling());
    (option::weighted(0.8, id), follows, says).prop_map(
        |(id, follows, (role, status, text, metadata, spelling))| Draft {
            id,
            follows,
            role,
            status,
            text,
            metadata,
            spelling,
        },
    )
}

fn named() -> impl Strategy<Value = Named> {
    prop_oneof![
        24 => any::<Index>().prop_map(Named::There),
        1 => any::<Index>().prop_map(Named::Gone),
        1 => (0..IDS).prop_map(Named::Id),
    ]
}

fn spelling() -> impl Strategy<Value = Spelling> {
    prop_oneof![2 => Just(Spelling::Plain), 1 => Just(Spelling::Wordy)]
}
