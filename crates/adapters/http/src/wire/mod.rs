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
mod one_of;
mod problem_responses;
mod problem_view;
mod refreshed;
mod revoked_sessions;
mod strict_json;
mod transport;
mod views;

pub use admin_user::admin_user_line;
pub(crate) use admin_user::{AdminUserView, SuspensionView};
pub(crate) use events::{EventView, FieldChangeView, OwnEventView, changes};
pub(crate) use fields::{Fields, OptionalFields};
pub(crate) use form::FormFields;
pub(crate) use ids::{PathId, parse_id};
pub(crate) use list::{ListQuery, PageParams, PageView};
pub(crate) use mail::MailView;
pub use mail::mail_line;
pub(crate) use merge_patch::MergePatch;
pub(crate) use moment::parse_moment;
pub(crate) use one_of::one_of;
pub(crate) use problem_responses::{
    BodyProblems, CallerProblems, FreshProofProblems, GuardProblems, LastAdminProblems,
    LimitProblems, ListProblems, MailedTokenProblems, OriginProblems, TargetProblems,
    VersionProblems,
};
pub(crate) use problem_view::ProblemView;
pub(crate) use refreshed::RefreshedView;
pub(crate) use revoked_sessions::RevokedSessionsView;
pub(crate) use transport::Transport;
pub(crate) use views::{
    AuthOutcome, SessionState, SessionView, TokensView, UserView, VerificationRequiredView,
};
