use bookplate_domain::{
    audit::ToldEvent,
    identities::Identity,
    mail::MailRecord,
    sessions::Session,
    shared::{Timestamp, UserId},
    users::{EmailChange, Held, Preferences, User},
};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::wire::{
    ChatView, FieldChangeView, MessageView, OwnReportView, SuspensionView, UserView, changes,
};

/// One thing that is held about a user, as a line of NDJSON without its end: where what a user sent has
/// an end of line, which in JSON is room between two words, there is a space. What is nobody's to
/// see is left out: hashes, tokens, and where others who acted on the account were. A message that
/// has been streaming for too long by `now` is incomplete.
pub fn export_line(user: UserId, held: &Held, now: Timestamp) -> Result<String, serde_json::Error> {
    let mut line = serde_json::to_string(&match held {
        Held::Account(account) => HeldView::Account(AccountLine::new(account)),
        Held::Preferences(preferences) => HeldView::Preferences(PreferencesLine::new(preferences)),
        Held::Identity(identity) => HeldView::Identity(IdentityLine::new(identity)),
        Held::EmailChange(change) => HeldView::EmailChange(EmailChangeLine::new(change)),
        Held::Session(session) => HeldView::Session(SessionLine::new(session)),
        Held::Chat(chat) => HeldView::Chat(ChatView::from(&**chat)),
        Held::Message(message) => HeldView::Message(MessageView::new(message, now)),
        Held::Report(report) => HeldView::Report(OwnReportView::from(&**report)),
        Held::Mail(mail) => HeldView::Mail(MailLine::new(mail)),
        Held::Event(event) => HeldView::Event(EventLine::from(event.as_told_to(user))),
    })?;
    if line.contains(LINE_ENDS) {
        line = line.replace(LINE_ENDS, " ");
    }
    Ok(line)
}

const LINE_ENDS: [char; 2] = ['\r', '\n'];

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum HeldView<'a> {
    Account(AccountLine),
    Preferences(PreferencesLine),
    Identity(IdentityLine),
    EmailChange(EmailChangeLine),
    Session(SessionLine),
    Chat(ChatView<'a>),
    Message(MessageView<'a>),
    Report(OwnReportView<'a>),
    Mail(MailLine),
    Event(EventLine),
}

/// A mail to the user. What the provider said of it is the operator's.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MailLine {
    id: String,
    status: &'static str,
    kind: String,
    to: String,
    created_at: String,
    ended_at: Option<String>,
}

impl MailLine {
    fn new(mail: &MailRecord) -> Self {
        Self {
            id: mail.id.to_string(),
            status: mail.status.as_str(),
            kind: mail.kind.clone(),
            to: mail.to.clone(),
            created_at: mail.created_at.to_string(),
            ended_at: mail.ended_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AccountLine {
    #[serde(flatten)]
    user: UserView,
    email_verified_at: Option<String>,
    has_password: bool,
    /// Also one that is over by now.
    suspension: Option<SuspensionView>,
}

impl AccountLine {
    fn new(user: &User) -> Self {
        Self {
            user: UserView::from(user),
            email_verified_at: user.email_verified_at.map(|at| at.to_string()),
            has_password: user.password.is_some(),
            suspension: user.suspension.as_ref().map(SuspensionView::from),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PreferencesLine {
    #[serde(flatten)]
    preferences: Map<String, Value>,
    version: u32,
    updated_at: String,
}

impl PreferencesLine {
    fn new(preferences: &Preferences) -> Self {
        Self {
            preferences: preferences.to_json(),
            version: preferences.version,
            updated_at: preferences.updated_at.to_string(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IdentityLine {
    provider: String,
    issuer: String,
    subject: String,
    email: Option<String>,
    created_at: String,
}

impl IdentityLine {
    fn new(identity: &Identity) -> Self {
        Self {
            provider: identity.provider.as_str().to_owned(),
            issuer: identity.issuer.clone(),
            subject: identity.subject.as_str().to_owned(),
            email: identity.email.as_ref().map(|email| email.written().to_owned()),
            created_at: identity.created_at.to_string(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EmailChangeLine {
    id: String,
    from: String,
    to: String,
    created_at: String,
    expires_at: String,
    revertible_until: String,
    confirmed_at: Option<String>,
}

impl EmailChangeLine {
    fn new(change: &EmailChange) -> Self {
        Self {
            id: change.id.to_string(),
            from: change.old.written().to_owned(),
            to: change.new.written().to_owned(),
            created_at: change.created_at.to_string(),
            expires_at: change.expires_at.to_string(),
            revertible_until: change.revertible_until.to_string(),
            confirmed_at: change.confirmed_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionLine {
    id: String,
    device: Option<String>,
    user_agent: Option<String>,
    ip_address: Option<String>,
    created_at: String,
    last_active_at: String,
    auth_time: String,
    expires_at: String,
    ended_at: Option<String>,
    end_reason: Option<&'static str>,
}

impl SessionLine {
    fn new(session: &Session) -> Self {
        let client = &session.client;
        Self {
            id: session.id.to_string(),
            device: client.device.clone(),
            user_agent: client.user_agent.clone(),
            ip_address: client.ip.map(|ip| ip.to_string()),
            created_at: session.created_at.to_string(),
            last_active_at: session.last_active_at.to_string(),
            auth_time: session.authenticated_at.to_string(),
            expires_at: session.expires_at.to_string(),
            ended_at: session.revoked.map(|end| end.at.to_string()),
            end_reason: session.revoked.map(|end| end.reason.as_str()),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventLine {
    id: String,
    /// What happened; `type` says that it is an event.
    kind: &'static str,
    at: String,
    #[serde(rename = "self")]
    by_self: bool,
    /// Whose account it concerns, if it is another's.
    target_id: Option<String>,
    session_id: Option<String>,
    ip_address: Option<String>,
    user_agent: Option<String>,
    request_id: Option<String>,
    changes: Vec<FieldChangeView>,
}

impl From<ToldEvent<'_>> for EventLine {
    fn from(event: ToldEvent<'_>) -> Self {
        let client = event.client;
        Self {
            id: event.id.to_string(),
            kind: event.kind.as_str(),
            at: event.at.to_string(),
            by_self: event.by_self,
            target_id: event.other.map(|id| id.to_string()),
            session_id: event.session.map(|id| id.to_string()),
            ip_address: client.and_then(|client| client.ip).map(|ip| ip.to_string()),
            user_agent: client.and_then(|client| client.user_agent.clone()),
            request_id: event.request_id.map(str::to_owned),
            changes: changes(event.changes),
        }
    }
}
