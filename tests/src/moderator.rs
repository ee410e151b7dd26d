use serde_json::{Value, json};

use crate::{Answer, ChatClient, Client, Service};

/// Somebody who reads reports.
pub struct Moderator {
    /// A client of the service.
    pub client: Client,
    /// Their session.
    pub session: Answer,
}

impl Moderator {
    /// Where the reports are.
    pub const REPORTS: &str = "/api/v1/moderation/reports";

    /// A new account of a role, signed in.
    pub async fn new(service: &Service, email: &str, role: &str) -> Self {
        let session = service.sign_in_new(email, role).await;
        Self { client: service.client(), session }
    }

    /// GET of what stands below the reports.
    pub async fn get(&self, path: &str) -> Answer {
        self.client.get_as(&format!("{}{path}", Self::REPORTS), self.session.access_token()).await
    }

    /// Settles a report.
    pub async fn resolve(&self, id: &str, body: &Value) -> Answer {
        let path = format!("{}/{id}/resolve", Self::REPORTS);
        self.client.post_as(&path, self.session.access_token(), body).await
    }
}

/// Reports a message, and answers the report's id.
pub async fn report(chats: &ChatClient, chat: &str, message: &str, reason: &str) -> String {
    let path = format!("/{chat}/messages/{message}/report");
    let body = json!({ "reason": reason, "comment": "please look" });
    let reported = chats.post(&path, &body).await.is(201);
    reported.body["id"].as_str().unwrap().to_owned()
}
