use bookplate_domain::{
    SessionPolicy,
    sessions::SessionGrant,
    shared::{SessionId, Timestamp},
};
use secrecy::{ExposeSecret, SecretString};

use super::{Fault, verdict::Verdict};

/// All that has happened to the sessions.
pub struct Model {
    pub policy: SessionPolicy,
    pub lives: Vec<Life>,
}

/// The history of one session.
pub struct Life {
    pub id: SessionId,
    pub user: usize,
    /// When the newest refresh token was made.
    pub refreshed_at: Timestamp,
    /// The refresh tokens, in the order in which they were given: the first is generation 1.
    pub refresh: Vec<SecretString>,
    /// Every access token that was ever given.
    pub access: Vec<Access>,
    /// Whether anything of the newest generation was ever used.
    pub newest_was_used: bool,
    pub client: Holder,
    pub thief: Option<Holder>,
    /// Whether anybody but the client has made use of its tokens.
    pub is_meddled_with: bool,
    pub ended: Option<End>,
    expires_at: Timestamp,
    ends_at: Timestamp,
}

pub struct Access {
    pub token: SecretString,
    pub generation: usize,
    pub expires_at: Timestamp,
}

/// Somebody who has tokens of a session.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Of the newest refresh token they have.
    pub generation: usize,
    /// Their access tokens by place, the newest last.
    pub access: Vec<usize>,
}

/// The early end of a session.
#[derive(Clone, Copy)]
pub struct End {
    pub at: Timestamp,
    /// Which nodes know: the others may remember that the session lived.
    pub known: [bool; 2],
    /// Whether it ended because a spent token was presented.
    pub by_reuse: bool,
}

impl Life {
    pub fn has_expired(&self, now: Timestamp) -> bool {
        now >= self.expires_at || now >= self.ends_at
    }

    pub fn is_live(&self, now: Timestamp) -> bool {
        self.ended.is_none() && !self.has_expired(now)
    }

    /// Whether a node may still remember that the session lived.
    pub fn may_seem_live(&self, node: usize, now: Timestamp, policy: &SessionPolicy) -> bool {
        let fresh = |end: End| !end.known[node] && now.since(end.at) < policy.check_cache;
        self.ended.is_some_and(fresh)
    }

    pub fn end(&mut self, at: Timestamp, known: [bool; 2], by_reuse: bool) -> bool {
        let was_live = self.ended.is_none();
        self.ended.get_or_insert(End { at, known, by_reuse });
        was_live
    }

    /// Notes that an access or refresh token of this generation has arrived.
    pub fn saw(&mut self, generation: usize) {
        self.newest_was_used |= generation == self.refresh.len();
    }

    /// Notes what was given; fails if it is a second successor of the same token.
    pub fn given(
        &mut self,
        grant: &SessionGrant,
        now: Timestamp,
        policy: &SessionPolicy,
    ) -> Result<Holder, Fault> {
        let generation = grant.session.generation as usize;
        let token = grant.tokens.refresh.expose_secret();
        let is_known = |known: &SecretString| known.expose_secret() == token;
        match self.refresh.iter().position(is_known) {
            Some(place) if place + 1 == self.refresh.len() => {}
            None if generation == self.refresh.len() + 1 => {
                self.refresh.push(grant.tokens.refresh.clone());
                self.refreshed_at = now;
                self.expires_at = now.plus(policy.idle);
                self.newest_was_used = false;
            }
            known => return Err(format!("{generation} is a second successor, or {known:?}")),
        }
        if generation != self.refresh.len() {
            return Err(format!("{generation} is not the newest"));
        }
        self.access.push(Access {
            token: grant.tokens.access.0.clone(),
            generation,
            expires_at: now.plus(policy.access_token).min(self.expires_at).min(self.ends_at),
        });
        Ok(Holder { generation, access: vec![self.access.len() - 1] })
    }
}

impl Holder {
    /// Has received later tokens.
    pub fn receive(&mut self, later: Self) {
        self.generation = self.generation.max(later.generation);
        self.access.extend(later.access);
    }
}

impl Model {
    pub fn open(
        &mut self,
        user: usize,
        grant: &SessionGrant,
        now: Timestamp,
    ) -> Result<&mut Life, Fault> {
        let mut life = Life {
            id: grant.session.id,
            user,
            refreshed_at: now,
            refresh: Vec::new(),
            access: Vec::new(),
            newest_was_used: false,
            client: Holder { generation: 1, access: Vec::new() },
            thief: None,
            is_meddled_with: false,
            ended: None,
            expires_at: now,
            ends_at: now.plus(self.policy.absolute),
        };
        let first = life.given(grant, now, &self.policy)?;
        life.client.receive(first);
        self.lives.push(life);
        self.lives.last_mut().ok_or_else(String::new)
    }

    /// Ends the oldest of a user's sessions that are too many.
    pub fn end_oldest(&mut self, user: usize, now: Timestamp, known: [bool; 2]) {
        let most = self.policy.max_per_user as usize;
        let live = self.lives.iter_mut().filter(|life| life.user == user && life.is_live(now));
        // Sessions are opened one after the other, never two at one moment.
        for life in live.rev().skip(most) {
            life.end(now, known, false);
        }
    }

    /// Ends every session of a user but one, expired or not, and answers how many that were.
    pub fn end_all(
        &mut self,
        user: usize,
        except: Option<usize>,
        now: Timestamp,
        known: [bool; 2],
    ) -> u64 {
        let theirs = |place: usize, life: &Life| life.user == user && Some(place) != except;
        let mut ended = 0;
        for (place, life) in self.lives.iter_mut().enumerate() {
            ended += u64::from(theirs(place, life) && life.end(now, known, false));
        }
        ended
    }

    pub fn verdict(&self, life: usize, generation: usize, now: Timestamp) -> Verdict {
        Verdict::of(&self.lives[life], generation, now, &self.policy)
    }

    /// Whether the client of a session has done everything right and nobody else anything wrong.
    pub fn is_owed_entry(&self, life: usize, now: Timestamp) -> bool {
        let life = &self.lives[life];
        !life.is_meddled_with && life.is_live(now)
    }
}
