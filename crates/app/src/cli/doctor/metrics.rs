use std::sync::Arc;

use super::{
    finding::Finding,
    installation::{Installation, in_a_container},
};

const NAME: &str = "metrics";

/// Says who can read the numbers of the service, which tell nothing of a person.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    let Some(bind) = all.settings.server.metrics_bind else {
        return vec![Finding::ok(NAME, "server.metrics_bind is none: nobody reads any")];
    };
    let detail = if bind.ip().is_loopback() && in_a_container() {
        format!("{bind} is heard inside this container only")
    } else if bind.ip().is_loopback() {
        format!("{bind} is heard on this machine only")
    } else {
        format!("{bind} is heard from elsewhere: it is for who collects them, not for the web")
    };
    vec![Finding::ok(NAME, detail)]
}
