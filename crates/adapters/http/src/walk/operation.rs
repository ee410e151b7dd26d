use actix_web::http::Method;
use bookplate_domain::roles::{Permission, Role};
use serde_json::Value;

use crate::testing::document;

/// One operation, as the document has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Operation {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) guard: Guard,
}

/// What an operation asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guard {
    /// An access token, and a role that may do this.
    Permission(Permission),
    /// The key that other services were given.
    Key,
    /// A credential in the body or the cookie, or none at all.
    Open,
}

impl Operation {
    /// Every operation, in the order of the document.
    pub(super) fn all() -> Vec<Self> {
        let document = document();
        let paths = document["paths"].as_object().unwrap();
        let operations = paths.iter().flat_map(|(path, item)| {
            let item = item.as_object().unwrap();
            item.iter().map(|(method, operation)| Self::read(path, method, operation))
        });
        operations.collect()
    }

    fn read(path: &str, method: &str, operation: &Value) -> Self {
        let name = format!("{method} {path}");
        let wanted = operation["security"].as_array().cloned().unwrap_or_default();
        let schemes = |credentials: &Value| -> Vec<String> {
            credentials.as_object().unwrap().keys().cloned().collect()
        };
        let wanted: Vec<Vec<String>> = wanted.iter().map(schemes).collect();
        let permission = operation["x-permission"].as_str().map(|word| {
            let mut all = Permission::ALL.iter().copied();
            all.find(|each| each.as_str() == word).unwrap_or_else(|| panic!("{name}: {word}"))
        });
        let must_be = |scheme: &str| wanted == [[scheme.to_owned()]];
        let guard = match permission {
            Some(permission) => {
                assert!(must_be("accessToken"), "{name} asks for a permission of nobody");
                Guard::Permission(permission)
            }
            None if must_be("revocationsKey") => Guard::Key,
            None => {
                let open = wanted.is_empty() || wanted.iter().any(Vec::is_empty);
                assert!(open, "{name} does not say which permission it asks for");
                Guard::Open
            }
        };
        Self { method: method.to_uppercase().parse().unwrap(), path: path.to_owned(), guard }
    }

    /// The operation as documents name it: `GET /users/me`.
    pub(super) fn name(&self) -> String {
        let path = self.path.strip_prefix("/api/v1").unwrap_or(&self.path);
        format!("{} {path}", self.method)
    }

    /// Whether a role above a user's is needed.
    pub(super) fn is_for_staff(&self) -> bool {
        matches!(self.guard, Guard::Permission(permission) if !Role::User.may(permission))
    }

    /// Whether the path names an account that the operation is about.
    pub(super) fn has_target(&self) -> bool {
        self.path.starts_with("/api/v1/admin/users/{id}")
    }
}
