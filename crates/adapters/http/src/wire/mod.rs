//! What stands in bodies: strict JSON or a form on the way in, views on the way out.

mod admin_user;
mod body;
mod chat_fields;
mod chats;
mod events;
mod fields;
mod form;
mod identity;
mod ids;
mod list;
mod mail;
mod merge_patch;
mod moment;
mod new_password;
mod one_of;
mod one_time_code;
mod pieces;
mod problem_responses;
mod problem_view;
mod refreshed;
mod reports;
mod revoked_sessions;
mod sent_json;
mod session_state;
pub(crate) mod strict_json;
mod texts;
mod transport;
mod true_or_false;
mod views;
mod words;

pub use admin_user::admin_user_line;
pub(crate) use admin_user::{AdminUserView, SuspensionView};
pub(crate) use chat_fields::{ChatFields, ChatPatch, MessageFields, QueryFields};
pub(crate) use chats::{ChatView, MessageView};
pub(crate) use events::{EventView, FieldChangeView, OwnEventView, changes};
pub(crate) use fields::{Fields, OptionalFields};
pub(crate) use form::{FormFields, parse as read_form};
pub(crate) use identity::IdentityView;
pub(crate) use ids::{PathChat, PathId, PathMessage, PathProvider, PathSignInMethod, parse_id};
pub(crate) use list::{ListQuery, PageParams, PageView};
pub(crate) use mail::MailView;
pub use mail::mail_line;
pub(crate) use merge_patch::MergePatch;
pub(crate) use moment::parse_moment;
pub(crate) use new_password::{read_new_password, read_off_worker};
pub(crate) use one_of::one_of;
pub(crate) use one_time_code::{OneTimeCodeBody, read_code};
pub(crate) use pieces::{Pieces, streamed};
pub(crate) use problem_responses::{
    AskingProblems, BodyProblems, CallerProblems, CodeProblems, FreshProofProblems, GuardProblems,
    KeyProblems, LastAdminProblems, LimitProblems, ListProblems, MailedTokenProblems,
    OriginProblems, ProviderProblems, QueryProblems, StorageProblems, TargetProblems,
    VersionProblems, VisitorTokenProblems,
};
pub(crate) use problem_view::{LimitView, ProblemView};
pub(crate) use refreshed::RefreshedView;
pub(crate) use reports::{OwnReportView, ReportView};
pub(crate) use revoked_sessions::RevokedSessionsView;
pub(crate) use sent_json::SentJson;
pub(crate) use session_state::SessionState;
pub(crate) use texts::{IdText, MessageIdText, PartShape, TagText};
pub(crate) use transport::Transport;
pub(crate) use true_or_false::true_or_false;
pub(crate) use views::{AuthOutcome, SessionView, TokensView, UserView, VerificationRequiredView};
pub(crate) use words::{
    EventKindWord, GivenRoleWord, GivenTitleSourceWord, MailStatusWord, MessageOrderWord,
    MessageRoleWord, MessageStatusWord, MessageViewWord, PromptWord, RatingWord, ReportActionWord,
    ReportReasonWord, ReportStatusWord, RoleWord, StatusWord, ThemeWord, TitleSourceWord,
    TransportWord,
};
