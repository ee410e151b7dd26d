use std::sync::Arc;

use bookplate_seaorm::Inspection;

use super::{finding::Finding, installation::Installation};
use crate::{
    compose,
    failure::{Causes, Failure},
};

const NAME: &str = "migrations";

/// Looks which steps of the schema wait, and who will take them.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    if let Some(missing) = all.missing() {
        return all.unseen(NAME, &missing);
    }
    let inspection = match Inspection::connect(&compose::database_options(&all.settings)).await {
        Ok(inspection) => inspection,
        Err(error) => return all.unseen(NAME, &Causes(&error).to_string()),
    };
    let steps = match inspection.migrations().await {
        Ok(steps) => steps,
        Err(error) => {
            return all.unseen(NAME, &Failure::while_("cannot read the schema")(error).line());
        }
    };
    let waiting = steps.iter().filter(|(_, applied)| !applied).count();
    vec![match (waiting, all.settings.database.migrate) {
        (0, _) => Finding::ok(NAME, format!("all {} steps are applied", steps.len())),
        (_, true) => Finding::warning(
            NAME,
            format!("{waiting} of {} steps wait: the next start applies them", steps.len()),
        ),
        (_, false) => Finding::error(
            NAME,
            format!(
                "{waiting} of {} steps wait and database.migrate is false: the service does not \
                 start before `bookplate migrate up`",
                steps.len()
            ),
        ),
    }]
}
