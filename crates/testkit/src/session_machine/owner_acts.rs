use bookplate_domain::{
    sessions::{Actor, LogOut, Reauthenticate},
    users::{ChangePassword, Password, RequestPasswordReset, ResetPassword},
};

use super::{
    Fault,
    acts::{Turn, require},
    answer::Answer,
    machine::Machine,
    model::Model,
    steps::{Act, Credential, Fate},
};
use crate::a_client;

impl Machine {
    /// What the owner of an account does, mostly with a session of it.
    pub async fn act_as_owner(&mut self, turn: Turn, act: &Act) -> Result<Answer, Fault> {
        match *act {
            Act::Reauthenticate { session } => self.reauthenticate(turn, self.place(session)).await,
            Act::LogOut { session, by, everywhere } => {
                self.log_out(turn, self.place(session), by, everywhere).await
            }
            Act::Revoke { session, other } => {
                self.revoke(turn, self.place(session), self.place(other)).await
            }
            Act::RevokeOthers { session } => self.revoke_others(turn, self.place(session)).await,
            Act::ChangePassword { session } => {
                self.change_password(turn, self.place(session)).await
            }
            _ => Ok(Answer::Nothing),
        }
    }

    /// Enters as a client does that first refreshes if it must.
    async fn actor(&mut self, turn: Turn, place: usize) -> Result<(Answer, Option<Actor>), Fault> {
        let (turn, now) = (turn.well(), self.now());
        let life = &self.model.lives[place];
        let is_over = |access: &usize| life.access[*access].expires_at <= now;
        let verdict = self.model.verdict(place, life.client.generation, now);
        if life.client.access.last().is_none_or(is_over) && verdict.is_honest() {
            self.refresh(turn, place).await?;
        }
        match self.model.lives[place].client.access.last() {
            Some(&access) => self.enter(turn, place, access).await,
            None => Ok((Answer::Nothing, None)),
        }
    }

    async fn reauthenticate(&mut self, turn: Turn, place: usize) -> Result<Answer, Fault> {
        let (answer, actor) = self.actor(turn, place).await?;
        let Some(actor) = actor else { return Ok(answer) };
        let now = self.now();
        let Model { policy, lives } = &mut self.model;
        let life = &mut lives[place];
        let password = Password::parse(&self.users[life.user].password).expect("a password");
        let command = Reauthenticate { password, client: a_client() };
        self.nodes.store.fail(turn.fails());
        let sessions = &self.nodes.apps[turn.node].sessions;
        let result = sessions.reauthenticate(&actor, command).await;
        self.nodes.store.fail(false);
        let foretold = if life.ended.is_some() {
            Answer::Revoked
        } else if turn.fails() {
            Answer::Unavailable
        } else {
            Answer::Granted(life.refresh.len())
        };
        match result {
            Ok(grant) => {
                let holder = life.given(&grant, now, policy)?;
                let answer = Answer::Granted(holder.generation);
                if turn.fate != Fate::AnswerLost {
                    life.client.receive(holder);
                }
                require(answer, &foretold)
            }
            Err(error) => require(error.into(), &foretold),
        }
    }

    async fn log_out(
        &mut self,
        turn: Turn,
        place: usize,
        by: Credential,
        everywhere: bool,
    ) -> Result<Answer, Fault> {
        // An access token is used once before, so that it is known whether it opens anything.
        let by_access = match by {
            Credential::Access | Credential::Both => self.actor(turn, place).await?.1.is_some(),
            Credential::Refresh | Credential::SpentRefresh => false,
        };
        let life = &self.model.lives[place];
        let generation = match by {
            Credential::Refresh | Credential::Both => Some(life.client.generation),
            Credential::SpentRefresh => Some(1),
            Credential::Access => None,
        };
        let access = life.client.access.last().filter(|_| generation.is_none() || by_access);
        let command = LogOut {
            refresh_token: generation.map(|generation| life.refresh[generation - 1].clone()),
            access_token: access.map(|access| life.access[*access].token.clone()),
            everywhere,
            client: a_client(),
        };
        let (known, now, user) = (self.nodes.hear(Some(turn.node)), self.now(), life.user);
        let opens = |generation| self.model.verdict(place, generation, now).is_honest();
        let ends_all = everywhere && (by_access || generation.is_some_and(opens));
        self.nodes.store.fail(turn.fails());
        let result = self.nodes.apps[turn.node].sessions.log_out(command).await;
        self.nodes.store.fail(false);
        let writes = by_access || generation.is_some();
        if let Err(error) = result {
            let foretold =
                if turn.fails() && writes { Answer::Unavailable } else { Answer::Done(0) };
            return require(error.into(), &foretold);
        }
        if turn.fails() && writes {
            return Err("an end that could not be kept was promised".to_owned());
        }
        if ends_all {
            self.model.end_all(user, None, now, known);
        }
        if writes {
            self.model.lives[place].end(now, known, false);
        }
        Ok(Answer::Done(0))
    }

    async fn revoke(&mut self, turn: Turn, place: usize, other: usize) -> Result<Answer, Fault> {
        let (answer, actor) = self.actor(turn, place).await?;
        let Some(actor) = actor else { return Ok(answer) };
        let (known, now) = (self.nodes.hear(Some(turn.node)), self.now());
        let life = &self.model.lives[place];
        let (user, was_ended) = (life.user, life.ended.is_some());
        let target = &mut self.model.lives[other];
        let foretold = if was_ended {
            Answer::Revoked
        } else if target.user != user || target.ended.is_some() {
            Answer::NotFound
        } else if turn.fails() {
            Answer::Unavailable
        } else {
            Answer::Done(1)
        };
        self.nodes.store.fail(turn.fails());
        let sessions = &self.nodes.apps[turn.node].sessions;
        let result = sessions.revoke_session(&actor, target.id, &a_client()).await;
        self.nodes.store.fail(false);
        let answer = result.map_or_else(Answer::from, |()| Answer::Done(1));
        if answer == Answer::Done(1) {
            target.end(now, known, false);
        }
        require(answer, &foretold)
    }

    async fn revoke_others(&mut self, turn: Turn, place: usize) -> Result<Answer, Fault> {
        let (answer, actor) = self.actor(turn, place).await?;
        let Some(actor) = actor else { return Ok(answer) };
        let (known, now) = (self.nodes.hear(Some(turn.node)), self.now());
        self.nodes.store.fail(turn.fails());
        let sessions = &self.nodes.apps[turn.node].sessions;
        let result = sessions.revoke_other_sessions(&actor, &a_client()).await;
        self.nodes.store.fail(false);
        let life = &self.model.lives[place];
        let user = life.user;
        let foretold = if life.ended.is_some() {
            Answer::Revoked
        } else if turn.fails() {
            Answer::Unavailable
        } else {
            Answer::Done(self.model.end_all(user, Some(place), now, known))
        };
        require(result.map_or_else(Answer::from, Answer::Done), &foretold)
    }

    async fn change_password(&mut self, turn: Turn, place: usize) -> Result<Answer, Fault> {
        let (answer, actor) = self.actor(turn, place).await?;
        let Some(actor) = actor else { return Ok(answer) };
        let (known, now) = (self.nodes.hear(Some(turn.node)), self.now());
        let life = &self.model.lives[place];
        let (user, was_ended) = (life.user, life.ended.is_some());
        let new = self.new_password(user);
        let command = ChangePassword {
            current: Password::parse(&self.users[user].password).expect("a password"),
            new: new.clone().into(),
            client: a_client(),
        };
        self.nodes.store.fail(turn.fails());
        let result = self.nodes.apps[turn.node].users.change_password(&actor, command).await;
        self.nodes.store.fail(false);
        let foretold = if was_ended {
            Answer::Revoked
        } else if turn.fails() {
            Answer::Unavailable
        } else {
            Answer::Done(0)
        };
        if result.is_ok() {
            self.users[user].password = new;
            self.model.end_all(user, Some(place), now, known);
        }
        require(result.map_or_else(Answer::from, |()| Answer::Done(0)), &foretold)
    }

    pub async fn reset_password(&mut self, turn: Turn, user: usize) -> Result<Answer, Fault> {
        let (known, now) = (self.nodes.hear(Some(turn.node)), self.now());
        let users = &self.nodes.apps[turn.node].users;
        let email = self.users[user].email.clone();
        let command = RequestPasswordReset { email, client: a_client() };
        users.request_password_reset(command).await.map_err(|error| error.to_string())?;
        self.deliver().await?;

        let (token, new) = (self.mailed_token(user)?.into(), self.new_password(user));
        let command = ResetPassword { token, password: new.clone().into(), client: a_client() };
        self.nodes.store.fail(turn.fails());
        let result = self.nodes.apps[turn.node].users.reset_password(command).await;
        self.nodes.store.fail(false);
        let foretold = if turn.fails() { Answer::Unavailable } else { Answer::Done(0) };
        if result.is_ok() {
            self.users[user].password = new;
            self.model.end_all(user, None, now, known);
        }
        require(result.map_or_else(Answer::from, |()| Answer::Done(0)), &foretold)
    }

    fn new_password(&self, user: usize) -> String {
        format!("{} again", &self.users[user].password[..20]) + &self.now().to_string()
    }
}
