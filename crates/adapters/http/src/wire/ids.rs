use actix_web::web::Path;
use uuid::Uuid;

use crate::problem::Problem;

/// The id in a path. What is no id names nothing.
pub(crate) fn parse_id(path: &Path<String>) -> Result<Uuid, Problem> {
    Uuid::try_parse(path).map_err(|_| Problem::not_found())
}
