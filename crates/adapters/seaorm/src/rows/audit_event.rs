use bookplate_domain::audit::Event;
use sea_orm::{DbBackend, entity::prelude::*};

use crate::db_time::DbTime;

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
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn new(event: &Event, backend: DbBackend) -> Self {
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
        }
    }
}
