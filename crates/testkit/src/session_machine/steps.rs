use std::time::Duration;

use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any},
    prop_oneof,
    sample::select,
};

/// One sequence.
#[derive(Clone, Debug)]
pub struct Case {
    /// Whether each node hears of the other's changes; if not, what it remembers must get old.
    pub all_hear: bool,
    pub steps: Vec<Step>,
}

/// One act, on one of the two nodes.
#[derive(Clone, Debug)]
pub struct Step {
    pub node: usize,
    pub act: Act,
    pub fate: Fate,
}

/// What becomes of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is done, and its answer received.
    Done,
    /// It is done, and its answer lost.
    AnswerLost,
    /// Nothing can be committed meanwhile.
    Outage,
    /// The node dies before anything is committed, and another takes its place.
    Crash,
}

/// Sessions are named by how many live ones were opened after them. Where there is none yet,
/// somebody logs in instead.
#[derive(Clone, Debug)]
pub enum Act {
    LogIn {
        user: usize,
    },
    /// The client presents what it holds.
    Refresh {
        session: usize,
    },
    /// The client uses the newest access token that it received, or one before it.
    Use {
        session: usize,
        back: usize,
    },
    /// The client asks whose session its refresh token is, as a browser does at the start.
    Look {
        session: usize,
    },
    /// So many tabs present what the client holds, all at once, each on another node.
    TabsRefresh {
        session: usize,
        tabs: usize,
    },
    /// Somebody copies what the client holds.
    Steal {
        session: usize,
    },
    ThiefRefreshes {
        session: usize,
    },
    ThiefUses {
        session: usize,
    },
    /// Somebody presents a token so many generations older than the one the client holds.
    Replay {
        session: usize,
        back: usize,
    },
    Reauthenticate {
        session: usize,
    },
    LogOut {
        session: usize,
        by: Credential,
        everywhere: bool,
    },
    /// The client refreshes while it is being logged out on the other node.
    RefreshDuringLogOut {
        session: usize,
    },
    /// The user of one session ends another.
    Revoke {
        session: usize,
        other: usize,
    },
    RevokeOthers {
        session: usize,
    },
    ChangePassword {
        session: usize,
    },
    ResetPassword {
        user: usize,
    },
    Wait(Duration),
    /// A node is started anew.
    Restart,
}

/// What somebody logs out with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    Refresh,
    SpentRefresh,
    Access,
    Both,
}

pub fn case() -> impl Strategy<Value = Case> {
    (any::<bool>(), vec(step(), 1..=60)).prop_map(|(all_hear, steps)| Case { all_hear, steps })
}

fn step() -> impl Strategy<Value = Step> {
    let fate = prop_oneof![
        14 => Just(Fate::Done),
        4 => Just(Fate::AnswerLost),
        1 => Just(Fate::Outage),
        1 => Just(Fate::Crash),
    ];
    (0..2_usize, act(), fate).prop_map(|(node, act, fate)| Step { node, act, fate })
}

fn act() -> impl Strategy<Value = Act> {
    let session = || 0..4_usize;
    let user = || 0..2_usize;
    let by = select(vec![
        Credential::Refresh,
        Credential::SpentRefresh,
        Credential::Access,
        Credential::Both,
    ]);
    prop_oneof![
        8 => user().prop_map(|user| Act::LogIn { user }),
        16 => session().prop_map(|session| Act::Refresh { session }),
        12 => (session(), 0..3_usize).prop_map(|(session, back)| Act::Use { session, back }),
        2 => session().prop_map(|session| Act::Look { session }),
        4 => (session(), 2..5_usize)
            .prop_map(|(session, tabs)| Act::TabsRefresh { session, tabs }),
        4 => session().prop_map(|session| Act::Steal { session }),
        6 => session().prop_map(|session| Act::ThiefRefreshes { session }),
        3 => session().prop_map(|session| Act::ThiefUses { session }),
        3 => (session(), 1..4_usize).prop_map(|(session, back)| Act::Replay { session, back }),
        2 => session().prop_map(|session| Act::Reauthenticate { session }),
        2 => (session(), by, any::<bool>())
            .prop_map(|(session, by, everywhere)| Act::LogOut { session, by, everywhere }),
        1 => session().prop_map(|session| Act::RefreshDuringLogOut { session }),
        2 => (session(), session())
            .prop_map(|(session, other)| Act::Revoke { session, other }),
        1 => session().prop_map(|session| Act::RevokeOthers { session }),
        1 => session().prop_map(|session| Act::ChangePassword { session }),
        1 => user().prop_map(|user| Act::ResetPassword { user }),
        14 => pause().prop_map(Act::Wait),
        1 => Just(Act::Restart),
    ]
}

/// Around every edge of the policy, and in between.
fn pause() -> impl Strategy<Value = Duration> {
    const SECOND: u64 = 1000;
    const HOUR: u64 = 3600 * SECOND;
    const DAY: u64 = 24 * HOUR;
    let short = [SECOND, 5 * SECOND, 10 * SECOND, 60 * SECOND, 900 * SECOND];
    let long = [3 * DAY, 7 * DAY, 10 * DAY];
    let edge = prop_oneof![4 => select(short.to_vec()), 1 => select(long.to_vec())];
    let edge = (edge, 0..3_u64).prop_map(|(edge, off)| edge - 1 + off);
    let millis = prop_oneof![
        5 => 1..20 * SECOND,
        2 => SECOND..HOUR,
        1 => HOUR..7 * DAY,
        3 => edge,
    ];
    millis.prop_map(Duration::from_millis)
}
