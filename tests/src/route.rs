use reqwest::Method;
use serde_json::{Value, json};

use crate::{Answer, Client};

/// An id that nothing has.
const MISSING: &str = "01990000-0000-7000-8000-000000000000";

/// An operation of the OpenAPI document.
#[derive(Clone, Debug)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path as the document has it, with names where ids belong.
    pub template: String,
    /// The path, with an id that nothing has where one belongs.
    pub path: String,
    /// Whom it is for.
    pub access: Access,
}

/// What an operation asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing.
    Open,
    /// An access token may be sent, and need not.
    Optional,
    /// An access token.
    Guarded,
    /// Another credential, and not an access token.
    OtherCredential,
}

impl Route {
    /// Every operation of the document that a service serves.
    pub async fn all(client: &Client) -> Vec<Self> {
        let document = client.get("/api/v1/openapi.json").await.is(200).body;
        let paths = document["paths"].as_object().expect("paths").iter();
        let routes = paths.flat_map(|(path, item)| {
            let operations = item.as_object().expect("operations").iter();
            operations.map(|(method, operation)| Self {
                method: method.to_uppercase().parse().expect("a method"),
                template: path.clone(),
                path: path
                    .replace("{id}", MISSING)
                    .replace("{chatId}", MISSING)
                    .replace("{messageId}", "missing")
                    .replace("{provider}", "missing"),
                access: Access::of(&operation["security"]),
            })
        });
        let routes: Vec<Self> = routes.collect();
        assert!(routes.iter().all(|route| !route.path.contains('{')), "{routes:?}");
        routes
    }

    /// The operations that ask for an access token.
    pub async fn guarded(client: &Client) -> Vec<Self> {
        let mut routes = Self::all(client).await;
        routes.retain(|route| route.access == Access::Guarded);
        assert!(routes.len() >= 8, "{routes:?}");
        routes
    }

    /// Sends it with this `Authorization`; what takes a body gets an empty object.
    pub async fn send(&self, client: &Client, authorization: Option<&str>) -> Answer {
        let mut request = client.request(self.method.clone(), &self.path);
        if let Some(authorization) = authorization {
            request = request.header("authorization", authorization);
        }
        if self.method != Method::GET && self.method != Method::DELETE {
            request = request.json(&json!({}));
        }
        Answer::of(request).await
    }

    /// Sends every operation that asks for an access token with this one, which is of no use.
    pub async fn refuse(client: &Client, token: &str, code: &str) {
        for route in Self::guarded(client).await {
            let answer = route.send(client, Some(&format!("Bearer {token}"))).await;
            assert_eq!(answer.status, 401, "{route:?}: {}", answer.text);
            assert_eq!(answer.body["code"], code, "{route:?}");
        }
    }
}

impl Access {
    fn of(security: &Value) -> Self {
        let Some(ways) = security.as_array() else { return Self::Open };
        let by = |name: &str| ways.iter().filter(|way| way.get(name).is_some()).count();
        match by("accessToken") {
            0 if ways.iter().any(|way| *way == json!({})) => Self::Open,
            0 => Self::OtherCredential,
            all if all == ways.len() => Self::Guarded,
            _ => Self::Optional,
        }
    }
}
