use std::iter::Sum;

use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::{Answer, Client, PASSWORD, chance, sight::Sight};

/// An answer did not come, or was that the service cannot.
pub(crate) struct Broken;

/// Somebody with an account, or on the way to one, who keeps account of what was acknowledged.
/// Nobody else touches what is theirs.
pub struct Witness {
    pub(crate) series: u16,
    lives: usize,
    pub(crate) count: usize,
    pub(crate) stage: Stage,
    /// What was acknowledged, all in all.
    pub(crate) known: Sight,
    /// What would be seen if the request that was not answered was done.
    pub(crate) doubt: Option<Doubt>,
    pub(crate) own: Tokens,
    pub(crate) visitor: Tokens,
    /// Refresh tokens of sessions that were ended.
    pub(crate) ended: Vec<String>,
    pub(crate) other: Option<Tokens>,
    /// How it went.
    pub tally: Watched,
}

pub(crate) struct Doubt {
    pub(crate) after: Sight,
    pub(crate) stranger: bool,
}

/// How far somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Nobody,
    Registered,
    Mailed { token: String, tried: bool },
    Verified { tried: bool },
    SignedIn,
}

/// What a session is used with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) session: String,
    pub(crate) access: String,
    pub(crate) refresh: String,
}

impl Tokens {
    pub(crate) fn of(answer: &Answer) -> Self {
        let [session, access, refresh] =
            [answer.session_id(), answer.access_token(), answer.refresh_token()].map(str::to_owned);
        Self { session, access, refresh }
    }
}

/// How it went for a witness.
#[derive(Clone, Copy, Debug, Default)]
pub struct Watched {
    /// Writes that were acknowledged.
    pub acknowledged: usize,
    /// Writes that were not, and were done.
    pub lost_and_done: usize,
    /// Writes that were not, and were not done.
    pub lost_and_undone: usize,
    /// Answers of 503.
    pub refused: usize,
    /// Accounts that came to be.
    pub accounts: usize,
}

impl Sum for Watched {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |one, other| Self {
            acknowledged: one.acknowledged + other.acknowledged,
            lost_and_done: one.lost_and_done + other.lost_and_done,
            lost_and_undone: one.lost_and_undone + other.lost_and_undone,
            refused: one.refused + other.refused,
            accounts: one.accounts + other.accounts,
        })
    }
}

impl Witness {
    /// Somebody who has nothing so far.
    pub fn new(series: u16) -> Self {
        Self {
            series,
            lives: 0,
            count: 0,
            stage: Stage::Nobody,
            known: Sight::default(),
            doubt: None,
            own: Tokens::default(),
            visitor: Tokens::default(),
            ended: Vec::new(),
            other: None,
            tally: Watched::default(),
        }
    }

    /// Does one thing after the other until the service is gone.
    pub async fn live(&mut self, client: &Client) {
        self.live_for(client, usize::MAX).await;
    }

    /// The same for so many things at most.
    pub async fn live_for(&mut self, client: &Client, most: usize) {
        for _ in 0..most {
            let done = match self.stage.clone() {
                Stage::SignedIn => self.act(client).await,
                stage => self.come_to_be(client, stage).await,
            };
            if done.is_err() {
                return;
            }
        }
    }

    pub(crate) fn address(&self) -> String {
        format!("witness{}-{}@example.com", self.series, self.lives)
    }

    /// After an account was deleted: somebody else under another address.
    pub(crate) fn begin_again(&mut self) {
        let (lives, count, tally) = (self.lives + 1, self.count, self.tally);
        *self = Self { lives, count, tally, ..Self::new(self.series) };
    }

    /// The password of a number.
    pub(crate) fn password(number: usize) -> String {
        format!("{PASSWORD} {number}")
    }

    /// A request that writes, and what it changes of what is seen. `stranger`: it opens a session,
    /// whose id only its answer tells.
    pub(crate) async fn write(
        &mut self,
        request: RequestBuilder,
        stranger: bool,
        change: impl FnOnce(&mut Sight),
    ) -> Result<Answer, Broken> {
        let mut after = self.known.clone();
        change(&mut after);
        self.doubt = Some(Doubt { after, stranger });
        let answer = self.answer(request).await?;
        assert!(answer.status.is_success(), "{}: {}", answer.status, answer.text);
        let Doubt { mut after, .. } = self.doubt.take().unwrap();
        if stranger {
            after.sessions.insert(answer.session_id().to_owned());
        }
        self.known = after;
        self.tally.acknowledged += 1;
        Ok(answer)
    }

    /// An answer, unless the service is gone or cannot for the time being.
    pub(crate) async fn answer(&mut self, request: RequestBuilder) -> Result<Answer, Broken> {
        let answer = Answer::whole(request).await.ok_or(Broken)?;
        if answer.status != 503 {
            return Ok(answer);
        }
        assert!(answer.headers.contains_key("retry-after"), "{answer:?}");
        answer.problem(503, "SERVICE_UNAVAILABLE");
        self.tally.refused += 1;
        Err(Broken)
    }

    /// The steps to an account. Each is asked again until it is answered.
    async fn come_to_be(&mut self, client: &Client, stage: Stage) -> Result<(), Broken> {
        match stage {
            Stage::Nobody => {
                let body = json!({
                    "email": self.address(), "name": "Ada Lovelace", "password": Self::password(0),
                });
                let mut request = client.request(Method::POST, "/api/v1/auth/register").json(&body);
                if self.known.visitor.is_none() && chance(2) == 0 {
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
                    tokio::time::sleep(std::time::Duration::from_millis(25)).await;
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
                    self.own = std::mem::take(&mut self.visitor);
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
