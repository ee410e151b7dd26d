mod beginning;
mod deeds;
mod settling;
mod sight;

use std::iter::Sum;

use reqwest::RequestBuilder;

use self::sight::Sight;
use crate::{Answer, Client, PASSWORD, chance::Chance};

/// An answer did not come, or was that the service cannot.
struct Broken;

/// Somebody with an account, or on the way to one, who keeps account of what was acknowledged.
/// Nobody else touches what is theirs.
pub struct Witness {
    series: u16,
    lives: usize,
    count: usize,
    stage: Stage,
    /// What was acknowledged, all in all.
    known: Sight,
    /// What would be seen if the request that was not answered was done.
    doubt: Option<Doubt>,
    own: Tokens,
    visitor: Tokens,
    /// Refresh tokens of sessions that were ended.
    ended: Vec<String>,
    other: Option<Tokens>,
    chance: Chance,
    /// How it went.
    pub tally: Watched,
}

struct Doubt {
    after: Sight,
    stranger: bool,
}

/// How far somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Nobody,
    Registered,
    Mailed { token: String, tried: bool },
    Verified { tried: bool },
    SignedIn,
}

/// What a session is used with.
#[derive(Clone, Debug, Default)]
struct Tokens {
    session: String,
    access: String,
    refresh: String,
}

impl Tokens {
    fn of(answer: &Answer) -> Self {
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
        Self::acting_by(Chance::apart(), series)
    }

    fn acting_by(chance: Chance, series: u16) -> Self {
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
            chance,
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

    fn address(&self) -> String {
        format!("witness{}-{}@example.com", self.series, self.lives)
    }

    /// After an account was deleted: somebody else under another address.
    fn begin_again(&mut self) {
        let (lives, count, tally) = (self.lives + 1, self.count, self.tally);
        let next = Self::acting_by(self.chance.clone(), self.series);
        *self = Self { lives, count, tally, ..next };
    }

    /// The password of a number.
    fn password(number: usize) -> String {
        format!("{PASSWORD} {number}")
    }

    /// A request that writes, and what it changes of what is seen. `stranger`: it opens a session,
    /// whose id only its answer tells.
    async fn write(
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
    async fn answer(&mut self, request: RequestBuilder) -> Result<Answer, Broken> {
        let answer = Answer::whole(request).await.ok_or(Broken)?;
        if answer.status != 503 {
            return Ok(answer);
        }
        assert!(answer.headers.contains_key("retry-after"), "{answer:?}");
        answer.problem(503, "SERVICE_UNAVAILABLE");
        self.tally.refused += 1;
        Err(Broken)
    }
}
