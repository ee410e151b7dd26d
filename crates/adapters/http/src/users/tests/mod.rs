//! What callers do with their own account, on the wire.

mod broken_export;
mod conditions;
mod deletion;
mod events;
mod export;
mod preferences;
mod profile;

use actix_web::http::Method;
use bookplate_domain::sessions::SessionGrant;
use serde_json::Value;

use crate::testing::{Answer, World, request, signed};

const ME: &str = "/api/v1/users/me";
const PREFERENCES: &str = "/api/v1/users/me/preferences";

impl World {
    /// A request with one more header.
    async fn conditional(
        &self,
        (method, path): (Method, &str),
        (name, value): (&'static str, &str),
        body: Option<Value>,
        caller: &SessionGrant,
    ) -> Answer {
        let mut request = request(method, path).insert_header((name, value));
        if let Some(body) = body {
            request = request.set_json(body);
        }
        self.send(signed(request, caller)).await
    }
}
