use bookplate_domain::limits::LimitReached;

use crate::wire::LimitView;

/// A limit that was reached.
#[derive(Debug)]
pub(super) enum Limit {
    /// How often something may be tried.
    OfTries(LimitReached),
    /// How much there may be of something.
    OfAmount(u64),
}

impl Limit {
    pub(super) fn of_amount(most: impl Into<u64>) -> Option<Box<Self>> {
        Some(Box::new(Self::OfAmount(most.into())))
    }

    pub(super) fn view(&self) -> LimitView {
        match self {
            Self::OfTries(limit) => LimitView::Name(limit.rule.as_str()),
            Self::OfAmount(most) => LimitView::Number(*most),
        }
    }
}
