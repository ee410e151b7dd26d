use bookplate_domain::audit::{Event, FieldChange, ToldEvent};
use serde::Serialize;
use utoipa::ToSchema;

use crate::edge::device_name;

/// A security event, as an admin sees it.
#[derive(Serialize, ToSchema)]
#[schema(as = Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventView {
    /// Its own id.
    #[schema(format = "uuid")]
    id: String,
    /// What happened.
    #[serde(rename = "type")]
    #[schema(example = "authn_login_success")]
    kind: &'static str,
    /// When. RFC 3339, UTC.
    #[schema(format = DateTime)]
    at: String,
    /// Who did it, as far as that is proven.
    #[schema(format = "uuid")]
    actor_id: Option<String>,
    /// Whose account it concerns.
    #[schema(format = "uuid")]
    target_id: Option<String>,
    /// In which session it was done, or which it concerns.
    #[schema(format = "uuid")]
    session_id: Option<String>,
    /// Where the request came from.
    ip_address: Option<String>,
    /// The browser or device by name; null if it is none that is known.
    #[schema(example = "Chrome 156 on Linux")]
    device: Option<String>,
    /// What the browser or program called itself.
    user_agent: Option<String>,
    /// Names the request in the service's log.
    request_id: Option<String>,
    /// What was changed.
    changes: Vec<FieldChangeView>,
}

impl From<&Event> for EventView {
    fn from(event: &Event) -> Self {
        let client = &event.client;
        Self {
            id: event.id.to_string(),
            kind: event.kind.as_str(),
            at: event.at.to_string(),
            actor_id: event.actor.map(|id| id.to_string()),
            target_id: event.target.map(|id| id.to_string()),
            session_id: event.session.map(|id| id.to_string()),
            ip_address: client.ip.map(|ip| ip.to_string()),
            device: client.user_agent.as_deref().and_then(device_name),
            user_agent: client.user_agent.clone(),
            request_id: client.request_id.clone(),
            changes: changes(&event.changes),
        }
    }
}

/// A security event, as the owner of the account sees it.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnEvent)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnEventView {
    /// Its own id.
    #[schema(format = "uuid")]
    id: String,
    /// What happened.
    #[serde(rename = "type")]
    #[schema(example = "authn_login_success")]
    kind: &'static str,
    /// When. RFC 3339, UTC.
    #[schema(format = DateTime)]
    at: String,
    /// Whether it was the owner who did it, as far as that is proven.
    #[serde(rename = "self")]
    by_self: bool,
    /// In which session it was done, or which it concerns; null if somebody else did it.
    #[schema(format = "uuid")]
    session_id: Option<String>,
    /// Where the request came from; null if it came from somebody else who is known.
    ip_address: Option<String>,
    /// The browser or device by name; null if it is none that is known, or somebody else's.
    #[schema(example = "Chrome 156 on Linux")]
    device: Option<String>,
    /// Names the request in the service's log.
    request_id: Option<String>,
    /// What was changed.
    changes: Vec<FieldChangeView>,
}

impl From<ToldEvent<'_>> for OwnEventView {
    fn from(event: ToldEvent<'_>) -> Self {
        let client = event.client;
        Self {
            id: event.id.to_string(),
            kind: event.kind.as_str(),
            at: event.at.to_string(),
            by_self: event.by_self,
            session_id: event.session.map(|id| id.to_string()),
            ip_address: client.and_then(|client| client.ip).map(|ip| ip.to_string()),
            device: client.and_then(|client| device_name(client.user_agent.as_deref()?)),
            request_id: event.request_id.map(str::to_owned),
            changes: changes(event.changes),
        }
    }
}

/// A field that was changed. Its values are told only where they tell nothing about a person.
#[derive(Serialize, ToSchema)]
#[schema(as = FieldChange)]
pub(crate) struct FieldChangeView {
    /// Which field.
    #[schema(example = "role")]
    field: String,
    /// What it was before.
    #[schema(example = "user")]
    from: Option<String>,
    /// What it is now.
    #[schema(example = "moderator")]
    to: Option<String>,
}

impl From<&FieldChange> for FieldChangeView {
    fn from(change: &FieldChange) -> Self {
        let FieldChange { field, from, to } = change;
        Self { field: field.clone().into_owned(), from: from.clone(), to: to.clone() }
    }
}

/// The fields that an event changed.
pub(crate) fn changes(changes: &[FieldChange]) -> Vec<FieldChangeView> {
    changes.iter().map(FieldChangeView::from).collect()
}
