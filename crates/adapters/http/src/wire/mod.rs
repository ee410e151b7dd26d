//! What stands in bodies: strict JSON or a form on the way in, views on the way out.

mod admin_user;
mod body;
mod events;
mod fields;
mod form;
mod ids;
mod list;
mod mail;
mod merge_patch;
mod moment;
mod problem_responses;
mod problem_view;
mod strict_json;
mod transport;
mod views;

pub(crate) use admin_user::{AdminUserView, SuspensionView};
pub(crate) use events::{EventView, FieldChangeView, OwnEventView, told_client};
pub(crate) use fields::{Fields, OptionalFields};
pub(crate) use form::FormFields;
pub(crate) use ids::parse_id;
pub(crate) use list::{ListQuery, PageParams, PageView};
pub(crate) use mail::MailView;
pub(crate) use merge_patch::MergePatch;
pub(crate) use moment::parse_moment;
pub(crate) use problem_responses::{
    BodyProblems, CallerProblems, GuardProblems, LastAdminProblems, LimitProblems, ListProblems,
    MailedTokenProblems, TargetProblems, VersionProblems,
};
pub(crate) use problem_view::ProblemView;
pub(crate) use transport::Transport;
pub(crate) use views::{
    AuthOutcome, SessionState, SessionView, TokensView, UserView, VerificationRequiredView,
};
