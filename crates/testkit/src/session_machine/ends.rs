use bookplate_domain::{audit::EventKind, mail::Mail};

use super::{
    Fault,
    acts::{Turn, device},
    machine::Machine,
    steps::Fate,
};

impl Machine {
    /// What must be true after whatever was done.
    pub async fn end(mut self) -> Result<(), Fault> {
        let all = 0..self.model.lives.len();
        let turn = |place| Turn { node: place % 2, fate: Fate::Done };
        for place in all.clone() {
            if self.model.is_owed_entry(place, self.now()) {
                self.refresh(turn(place), place).await?;
            }
        }
        for node in 0..2 {
            self.require_every_token(node).await?;
        }
        // Where there is an old token, its session ends by it.
        for place in all.clone() {
            self.present(turn(place), place, 1).await?;
        }
        self.nodes.clock.advance(self.model.policy.check_cache);
        for node in 0..2 {
            self.require_every_token(node).await?;
            for place in all.clone() {
                if self.model.lives[place].ended.is_some() {
                    self.require_all_dead(node, place).await?;
                }
            }
        }
        self.deliver().await?;
        self.require_each_theft_is_told_once().await
    }

    /// Nothing that was ever given for a session that was ended opens anything.
    async fn require_all_dead(&mut self, node: usize, place: usize) -> Result<(), Fault> {
        for generation in 1..=self.model.lives[place].refresh.len() {
            self.require_dead(node, place, generation).await?;
        }
        for access in 0..self.model.lives[place].access.len() {
            let (answer, _) = self.enter(Turn { node, fate: Fate::Done }, place, access).await?;
            if answer.is_granted() {
                return Err(format!("access token {access} of session {place} opens it again"));
            }
        }
        Ok(())
    }

    async fn require_each_theft_is_told_once(&self) -> Result<(), Fault> {
        let events = self.nodes.subject.trail.audit_events().await;
        for (place, life) in self.model.lives.iter().enumerate() {
            let foretold = usize::from(life.ended.is_some_and(|end| end.by_reuse));
            let events = events.iter().filter(|event| {
                event.kind == EventKind::RefreshTokenReused && event.session == Some(life.id)
            });
            let to = self.users[life.user].email.written();
            let about = device(place).device;
            let mails = self.letters.iter().filter(|letter| match &letter.mail {
                Mail::SessionEndedAfterReuse { device, .. } => letter.to == to && *device == about,
                _ => false,
            });
            let told = (events.count(), mails.count());
            if told != (foretold, foretold) {
                let instead = format!("{told:?} events and mails instead of {foretold} each");
                return Err(format!("session {place} has {instead}"));
            }
        }
        Ok(())
    }
}
