use std::time::Duration;

use bookplate_domain::{
    sessions::{Actor, LogIn, Refresh},
    shared::Client,
    users::Password,
};
use secrecy::{ExposeSecret, SecretString};

use super::{
    Fault,
    answer::Answer,
    machine::Machine,
    model::{Holder, Model},
    steps::{Act, Fate, Step},
    verdict::Verdict,
};
use crate::a_client;

/// Where an act is done, and what becomes of it.
#[derive(Clone, Copy)]
pub struct Turn {
    pub node: usize,
    pub fate: Fate,
}

impl Turn {
    pub fn fails(self) -> bool {
        matches!(self.fate, Fate::Outage | Fate::Crash)
    }

    /// The same node, and all goes well.
    pub fn well(self) -> Self {
        Self { fate: Fate::Done, ..self }
    }
}

/// Compares an answer with what it has to be.
pub fn require(answer: Answer, foretold: &Answer) -> Result<Answer, Fault> {
    if answer == *foretold {
        Ok(answer)
    } else {
        Err(format!("{answer:?} was answered instead of {foretold:?}"))
    }
}

/// The device of a session, by which a mail is known to be about it.
pub fn device(place: usize) -> Client {
    Client { device: Some(format!("Device {place}")), ..a_client() }
}

impl Machine {
    pub async fn act(&mut self, step: &Step) -> Result<Answer, Fault> {
        let turn = Turn { node: step.node, fate: step.fate };
        match step.act {
            Act::Wait(pause) => {
                self.nodes.clock.advance(pause);
                return Ok(Answer::Done(0));
            }
            Act::Restart => {
                self.restart(step.node);
                return Ok(Answer::Done(0));
            }
            Act::LogIn { user } => return self.log_in(turn, user).await,
            Act::ResetPassword { user } => return self.reset_password(turn, user).await,
            _ => {}
        }
        if self.model.lives.is_empty() {
            return self.log_in(turn, 0).await;
        }
        match step.act {
            Act::Refresh { session } => self.refresh(turn, self.place(session)).await,
            Act::Use { session, back } => {
                let place = self.place(session);
                let access = &self.model.lives[place].client.access;
                let access = access[access.len().saturating_sub(back + 1)];
                Ok(self.enter(turn, place, access).await?.0)
            }
            Act::Look { session } => self.look(turn, self.place(session)).await,
            Act::TabsRefresh { session, tabs } => {
                self.tabs_refresh(turn, self.place(session), tabs).await
            }
            Act::Steal { session } => {
                let place = self.place(session);
                let life = &mut self.model.lives[place];
                life.thief = Some(life.client.clone());
                Ok(Answer::Done(0))
            }
            Act::ThiefRefreshes { session } => {
                self.thief_refreshes(turn, self.stolen(session)).await
            }
            Act::ThiefUses { session } => self.thief_uses(turn, self.stolen(session)).await,
            Act::Replay { session, back } => {
                let place = self.place(session);
                match self.model.lives[place].client.generation.saturating_sub(back) {
                    0 => Ok(Answer::Nothing),
                    generation => Ok(self.present(turn, place, generation).await?.0),
                }
            }
            Act::RefreshDuringLogOut { session } => {
                self.refresh_during_log_out(turn, self.place(session)).await
            }
            _ => self.act_as_owner(turn, &step.act).await,
        }
    }

    /// The session that so many live ones were opened after; of all, where fewer live.
    pub fn place(&self, session: usize) -> usize {
        let (lives, now) = (&self.model.lives, self.now());
        let mut live = (0..lives.len()).rev().filter(|place| lives[*place].is_live(now));
        live.nth(session).unwrap_or(lives.len() - 1 - session % lives.len())
    }

    async fn log_in(&mut self, turn: Turn, user: usize) -> Result<Answer, Fault> {
        // The oldest session is to be told from the others.
        self.nodes.clock.advance(Duration::from_millis(1));
        let (known, now) = (self.nodes.hear(Some(turn.node)), self.now());
        let person = &self.users[user];
        let command = LogIn {
            email: person.email.clone(),
            password: Password::parse(&person.password).expect("a password"),
            visitor: None,
            client: device(self.model.lives.len()),
        };
        self.nodes.store.fail(turn.fails());
        let result = self.nodes.apps[turn.node].sessions.log_in(command).await;
        self.nodes.store.fail(false);
        let foretold = if turn.fails() { Answer::Unavailable } else { Answer::Granted(1) };
        match result {
            Ok(grant) => {
                self.model.open(user, &grant, now)?;
                self.model.end_oldest(user, now, known);
                require(Answer::Granted(grant.session.generation as usize), &foretold)
            }
            Err(error) => require(error.into(), &foretold),
        }
    }

    /// The client presents what it holds.
    pub async fn refresh(&mut self, turn: Turn, place: usize) -> Result<Answer, Fault> {
        let owed = self.model.is_owed_entry(place, self.now());
        let generation = self.model.lives[place].client.generation;
        let (answer, holder) = self.present(turn, place, generation).await?;
        if owed && !answer.is_granted() && !turn.fails() {
            return Err(format!("the honest client of session {place} is refused: {answer:?}"));
        }
        if let Some(holder) = holder.filter(|_| turn.fate != Fate::AnswerLost) {
            self.model.lives[place].client.receive(holder);
        }
        Ok(answer)
    }

    /// The client shows what it holds without spending it; the newest token has arrived then.
    async fn look(&mut self, turn: Turn, place: usize) -> Result<Answer, Fault> {
        let life = &self.model.lives[place];
        let generation = life.client.generation;
        let verdict = self.model.verdict(place, generation, self.now());
        let is_news = verdict == Verdict::Next && !life.newest_was_used;
        let foretold = match verdict {
            Verdict::Next | Verdict::Again if turn.fails() && is_news => Answer::Unavailable,
            Verdict::Next | Verdict::Again => Answer::Granted(generation),
            _ => verdict.answer(0),
        };
        let sessions = &self.nodes.apps[turn.node].sessions;
        self.nodes.store.fail(turn.fails());
        let result = sessions.read_by_refresh_token(&life.refresh[generation - 1]).await;
        self.nodes.store.fail(false);
        let answer = result.map_or_else(Answer::from, |_| Answer::Granted(generation));
        if answer.is_granted() {
            self.model.lives[place].saw(generation);
        }
        require(answer, &foretold)
    }

    /// Presents a refresh token, whoever does so.
    pub async fn present(
        &mut self,
        turn: Turn,
        place: usize,
        generation: usize,
    ) -> Result<(Answer, Option<Holder>), Fault> {
        let (known, now) = (self.nodes.hear(Some(turn.node)), self.now());
        let verdict = self.model.verdict(place, generation, now);
        let foretold = self.foretell(turn, place, verdict);
        let Model { policy, lives } = &mut self.model;
        let life = &mut lives[place];
        let command = refresh_with(&life.refresh[generation - 1]);
        self.nodes.store.fail(turn.fails());
        let result = self.nodes.apps[turn.node].sessions.refresh(command).await;
        self.nodes.store.fail(false);
        let (answer, holder) = match result {
            Ok(grant) => {
                let holder = life.given(&grant, now, policy)?;
                (Answer::Granted(holder.generation), Some(holder))
            }
            Err(error) => (error.into(), None),
        };
        let answer = require(answer, &foretold)?;
        if answer == Answer::Reused {
            life.end(now, known, true);
            for node in 0..2 {
                self.require_dead(node, place, self.model.lives[place].refresh.len()).await?;
            }
        }
        Ok((answer, holder))
    }

    pub fn foretell(&self, turn: Turn, place: usize, verdict: Verdict) -> Answer {
        // What was given already is given again without writing anything.
        let needs_no_commit = matches!(verdict, Verdict::Again | Verdict::Expired | Verdict::Ended);
        if turn.fails() && !needs_no_commit {
            Answer::Unavailable
        } else {
            verdict.answer(self.model.lives[place].refresh.len())
        }
    }

    /// A refresh token of a session that was ended is refused, at once and everywhere.
    pub async fn require_dead(
        &self,
        node: usize,
        place: usize,
        generation: usize,
    ) -> Result<(), Fault> {
        let command = refresh_with(&self.model.lives[place].refresh[generation - 1]);
        let answer = match self.nodes.apps[node].sessions.refresh(command).await {
            Ok(_) => Answer::Granted(0),
            Err(error) => error.into(),
        };
        let revived = |fault| format!("session {place}, which was ended, on node {node}: {fault}");
        require(answer, &Answer::Revoked).map(drop).map_err(revived)
    }

    /// Uses an access token, whoever does so.
    pub async fn enter(
        &mut self,
        turn: Turn,
        place: usize,
        access: usize,
    ) -> Result<(Answer, Option<Actor>), Fault> {
        self.nodes.hear(Some(turn.node));
        let now = self.now();
        let Model { policy, lives } = &mut self.model;
        let life = &mut lives[place];
        let access = &life.access[access];
        let generation = access.generation;
        let foretold = if access.expires_at <= now {
            Answer::AccessTokenExpired
        } else if life.ended.is_some() {
            Answer::Revoked
        } else {
            Answer::Granted(generation)
        };
        // What cannot be noted now is noted later: the answer is the same.
        self.nodes.store.fail(turn.fails());
        let sessions = &self.nodes.apps[turn.node].sessions;
        let result = sessions.authenticate(access.token.expose_secret()).await;
        self.nodes.store.fail(false);
        match result {
            Ok(caller) => {
                let seems_live =
                    foretold == Answer::Revoked && life.may_seem_live(turn.node, now, policy);
                if !seems_live {
                    require(Answer::Granted(generation), &foretold)?;
                }
                if !turn.fails() {
                    life.saw(generation);
                }
                Ok((Answer::Granted(generation), Some(caller.actor)))
            }
            Err(error) => Ok((require(error.into(), &foretold)?, None)),
        }
    }
}

pub fn refresh_with(token: &SecretString) -> Refresh {
    Refresh { token: token.clone(), client: a_client() }
}
