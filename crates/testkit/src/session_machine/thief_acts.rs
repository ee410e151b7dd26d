use super::{Fault, acts::Turn, answer::Answer, machine::Machine, steps::Fate};

impl Machine {
    /// Of the sessions that a thief has tokens of, the one that so many were opened after.
    pub fn stolen(&self, session: usize) -> usize {
        let lives = &self.model.lives;
        let mut stolen = (0..lives.len()).rev().filter(|place| lives[*place].thief.is_some());
        let newest = stolen.clone().next();
        stolen.nth(session).or(newest).unwrap_or_else(|| self.place(session))
    }

    pub async fn thief_refreshes(&mut self, turn: Turn, place: usize) -> Result<Answer, Fault> {
        let life = &mut self.model.lives[place];
        let Some(thief) = &life.thief else { return Ok(Answer::Nothing) };
        life.is_meddled_with = true;
        let generation = thief.generation;
        let (answer, holder) = self.present(turn, place, generation).await?;
        let thief = self.model.lives[place].thief.as_mut();
        if let (Some(thief), Some(holder)) = (thief, holder)
            && turn.fate != Fate::AnswerLost
        {
            thief.receive(holder);
        }
        Ok(answer)
    }

    pub async fn thief_uses(&mut self, turn: Turn, place: usize) -> Result<Answer, Fault> {
        let life = &mut self.model.lives[place];
        let newest = life.thief.as_ref().and_then(|thief| thief.access.last());
        let Some(&access) = newest else { return Ok(Answer::Nothing) };
        life.is_meddled_with = true;
        Ok(self.enter(turn, place, access).await?.0)
    }
}
