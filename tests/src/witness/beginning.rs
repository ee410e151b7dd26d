use std::{mem, time::Duration};

use reqwest::Method;
use serde_json::json;

use super::{Broken, Stage, Tokens, Witness, sight::Sight};
use crate::Client;

/// How somebody comes to an account.
impl Witness {
    /// The steps to an account. Each is asked again until it is answered.
    pub(super) async fn come_to_be(&mut self, client: &Client, stage: Stage) -> Result<(), Broken> {
        match stage {
            Stage::Nobody => {
                let body = json!({
                    "email": self.address(), "name": "Ada Lovelace", "password": Self::password(0),
                });
                let mut request = client.request(Method::POST, "/api/v1/auth/register").json(&body);
                if self.known.visitor.is_none() && self.chance.below(2) == 0 {
                    self.visit(client).await?;
                    self.ask_as_visitor(client).await?;
                }
                if self.known.visitor.is_some() {
                    request = request.bearer_auth(&self.visitor.access);
                }
                self.write(request, false, |_| {}).await?;
                self.stage = Stage::Registered;
            }
            Stage::Registered => {
                let path = format!("/dev/mailbox?to={}", self.address());
                for _ in 0..40 {
                    let request = client.request(Method::GET, &path);
                    let request = request.header("accept", "application/json");
                    let mails = self.answer(request).await?;
                    if let Some(token) = mails.mailed_tokens().into_iter().next() {
                        self.stage = Stage::Mailed { token, tried: false };
                        return Ok(());
                    }
                    tokio::time::sleep(Duration::from_millis(25)).await;
                }
                // The mailbox is in the memory of a service that was killed.
                let again = client.request(Method::POST, "/api/v1/auth/verify-email/resend");
                let again = again.json(&json!({ "email": self.address() }));
                self.write(again, false, |_| {}).await?;
            }
            Stage::Mailed { token, tried } => {
                self.stage = Stage::Mailed { token: token.clone(), tried: true };
                let request = client.request(Method::POST, "/api/v1/auth/verify-email");
                let request = request.json(&json!({ "token": token }));
                let answer = self.answer(request).await?;
                // It may have been used by a request that was not answered.
                if !(tried && answer.status == 400) {
                    answer.is(200);
                }
                self.stage = Stage::Verified { tried: false };
            }
            Stage::Verified { tried } => {
                let chats = self.known.visitor.take();
                if chats.is_some() {
                    self.own = mem::take(&mut self.visitor);
                } else {
                    self.stage = Stage::Verified { tried: true };
                    let body = json!({ "email": self.address(), "password": Self::password(0) });
                    let request = client.request(Method::POST, "/api/v1/auth/login").json(&body);
                    let answer = self.answer(request).await?.is(200);
                    self.own = Tokens::of(&answer);
                }
                self.known = Sight {
                    password: Some(0),
                    name: "Ada Lovelace".to_owned(),
                    theme: "system".to_owned(),
                    sessions: [self.own.session.clone()].into(),
                    chats: chats.unwrap_or_default(),
                    visitor: None,
                };
                self.stage = Stage::SignedIn;
                self.tally.accounts += 1;
                if tried {
                    self.end_others(client).await?;
                }
            }
            Stage::SignedIn => unreachable!("whoever is signed in acts"),
        }
        Ok(())
    }
}
