//! What stands in bodies: strict JSON or a form on the way in, views on the way out.

mod body;
mod fields;
mod form;
mod problem_responses;
mod problem_view;
mod strict_json;
mod transport;
mod views;

pub(crate) use fields::{Fields, OptionalFields};
pub(crate) use form::FormFields;
pub(crate) use problem_responses::{
    BodyProblems, CallerProblems, LimitProblems, MailedTokenProblems,
};
pub(crate) use problem_view::ProblemView;
pub(crate) use transport::Transport;
pub(crate) use views::{
    AuthOutcome, SessionState, SessionView, TokensView, UserView, VerificationRequiredView,
};
