use std::sync::Arc;

use bookplate_domain::sessions::{LogOut, SessionError, SessionGrant};
use futures::future::join_all;
use tokio::sync::Barrier;

use super::{
    Fault,
    acts::{Turn, refresh_with, require},
    answer::Answer,
    machine::Machine,
    model::Model,
    steps::Fate,
    verdict::Verdict,
};
use crate::a_client;

impl Machine {
    /// Presents what the client holds so many times at once, on both nodes in turn.
    pub async fn tabs_refresh(
        &mut self,
        turn: Turn,
        place: usize,
        tabs: usize,
    ) -> Result<Answer, Fault> {
        let (known, now) = (self.nodes.hear(None), self.now());
        let owed = self.model.is_owed_entry(place, now);
        let generation = self.model.lives[place].client.generation;
        let verdict = self.model.verdict(place, generation, now);
        let foretold = self.foretell(turn, place, verdict);
        self.nodes.store.fail(turn.fails());
        let results = self.at_once(turn.node, place, generation, tabs).await;
        self.nodes.store.fail(false);

        let Model { policy, lives } = &mut self.model;
        let life = &mut lives[place];
        let mut was_reused = false;
        for result in results {
            let answer = match result {
                Ok(grant) => {
                    let holder = life.given(&grant, now, policy)?;
                    let answer = Answer::Granted(holder.generation);
                    if turn.fate != Fate::AnswerLost {
                        life.client.receive(holder);
                    }
                    answer
                }
                Err(error) => error.into(),
            };
            if owed && !answer.is_granted() && !turn.fails() {
                return Err(format!("a tab of session {place} is refused: {answer:?}"));
            }
            was_reused |= answer == Answer::Reused;
            // Whoever comes after the one that noticed the theft may find the session ended.
            let comes_late = foretold == Answer::Reused && answer == Answer::Revoked;
            if !comes_late {
                require(answer, &foretold)?;
            }
        }
        if was_reused != (foretold == Answer::Reused) {
            return Err("nobody noticed the theft".to_owned());
        }
        if was_reused {
            life.end(now, known, true);
        }
        Ok(foretold)
    }

    async fn at_once(
        &self,
        node: usize,
        place: usize,
        generation: usize,
        tabs: usize,
    ) -> Vec<Result<SessionGrant, SessionError>> {
        let together = Arc::new(Barrier::new(tabs));
        let token = &self.model.lives[place].refresh[generation - 1];
        let tabs = (0..tabs).map(|tab| {
            let sessions = self.nodes.apps[(node + tab) % 2].sessions.clone();
            let (together, command) = (together.clone(), refresh_with(token));
            tokio::spawn(async move {
                together.wait().await;
                sessions.refresh(command).await
            })
        });
        join_all(tabs).await.into_iter().map(|tab| tab.expect("no panic")).collect()
    }

    /// The client refreshes on one node while it logs out on the other. Whichever comes first, the
    /// session has ended, and the client has thrown away what it was given.
    pub async fn refresh_during_log_out(
        &mut self,
        turn: Turn,
        place: usize,
    ) -> Result<Answer, Fault> {
        let now = self.now();
        let life = &self.model.lives[place];
        let generation = life.client.generation;
        let verdict = self.model.verdict(place, generation, now);
        if !verdict.is_honest() {
            return Ok(Answer::Nothing);
        }
        let foretold = self.foretell(turn.well(), place, verdict);
        let known = self.nodes.hear(None);
        let command = LogOut {
            refresh_token: Some(life.refresh[generation - 1].clone()),
            access_token: None,
            everywhere: false,
            client: a_client(),
        };
        let there = self.nodes.apps[1 - turn.node].sessions.clone();
        let log_out = tokio::spawn(async move { there.log_out(command).await });
        let refreshed = self.at_once(turn.node, place, generation, 1).await;
        let logged_out = log_out.await.expect("no panic");
        logged_out.map_err(|error| format!("the log out failed: {error}"))?;

        let Model { policy, lives } = &mut self.model;
        let life = &mut lives[place];
        for result in refreshed {
            match result {
                Ok(grant) => {
                    let holder = life.given(&grant, now, policy)?;
                    require(Answer::Granted(holder.generation), &foretold)?;
                }
                Err(error) => {
                    require(error.into(), &Verdict::Ended.answer(0))?;
                }
            }
        }
        life.end(now, known, false);
        Ok(Answer::Raced)
    }
}
