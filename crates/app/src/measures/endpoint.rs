use std::sync::Arc;

use bookplate_http::MetricsServer;
use bookplate_seaorm::SeaOrmStore;

use super::{Prometheus, Snapshot};
use crate::config::{Problem, ServerSettings};

/// Opens the port at which everything that is measured is told, if there is to be one.
pub fn open(
    settings: &ServerSettings,
    measures: Option<&Prometheus>,
    store: &Arc<SeaOrmStore>,
) -> Result<Option<MetricsServer>, Problem> {
    let (Some(bind), Some(measures)) = (settings.metrics_bind, measures.cloned()) else {
        return Ok(None);
    };
    let snapshot = Snapshot::of(store.clone());
    let render = move || {
        snapshot.take();
        measures.render()
    };
    MetricsServer::bind(bind, render)
        .map(Some)
        .map_err(|error| Problem::new("server.metrics_bind", error.to_string()))
}
