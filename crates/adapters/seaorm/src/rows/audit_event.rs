use std::borrow::Cow;

use bookplate_domain::{
    audit::{Event, EventKind, FieldChange},
    shared::{Client, EventId, SessionId, UserId},
    store::StoreError,
};
use sea_orm::{DbBackend, entity::prelude::*};
use serde_json::{Value, json};

use super::read::{corrupt, word};
use crate::db_time::DbTime;

pub(crate) const WHAT: &str = "event";

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub at: DbTime,
    pub kind: String,
    pub actor_id: Option<Uuid>,
    pub target_id: Option<Uuid>,
    pub session_id: Option<Uuid>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    pub request_id: Option<String>,
    /// A list of objects `field`, `from`, `to`; null if nothing changed.
    pub changes: Option<Json>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn new(event: &Event, backend: DbBackend) -> Self {
        let changes =
            (!event.changes.is_empty()).then(|| event.changes.iter().map(write).collect());
        Self {
            id: event.id.as_uuid(),
            at: DbTime::new(event.at, backend),
            kind: event.kind.as_str().to_owned(),
            actor_id: event.actor.map(|id| id.as_uuid()),
            target_id: event.target.map(|id| id.as_uuid()),
            session_id: event.session.map(|id| id.as_uuid()),
            ip: event.client.ip.map(|ip| ip.to_string()),
            user_agent: event.client.user_agent.clone(),
            request_id: event.client.request_id.clone(),
            changes,
        }
    }
}

impl TryFrom<Model> for Event {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let ip = row.ip.map(|ip| word(WHAT, "ip", &ip, |ip| ip.parse().ok())).transpose()?;
        let changes = match row.changes {
            None => Some(Vec::new()),
            Some(Value::Array(changes)) => changes.iter().map(read).collect(),
            Some(_) => None,
        };
        Ok(Self {
            id: EventId::from_uuid(row.id),
            at: row.at.into(),
            kind: word(WHAT, "kind", &row.kind, EventKind::parse)?,
            actor: row.actor_id.map(UserId::from_uuid),
            target: row.target_id.map(UserId::from_uuid),
            session: row.session_id.map(SessionId::from_uuid),
            client: Client {
                ip,
                user_agent: row.user_agent,
                device: None,
                request_id: row.request_id,
            },
            changes: changes.ok_or_else(|| corrupt(WHAT, "changes are no list of changes"))?,
        })
    }
}

fn write(change: &FieldChange) -> Value {
    json!({ "field": change.field, "from": change.from, "to": change.to })
}

fn read(change: &Value) -> Option<FieldChange> {
    let value = |name| change.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(FieldChange { field: Cow::Owned(value("field")?), from: value("from"), to: value("to") })
}
