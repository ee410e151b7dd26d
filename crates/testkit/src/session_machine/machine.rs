use bookplate_domain::{
    mail::Letter,
    roles::Role,
    shared::{Clock, SessionId, Timestamp, UserId},
    users::{CreateUser, DisplayName, EmailAddress, NewPassword},
};
use secrecy::ExposeSecret;

use super::{
    Factory, Fault,
    answer::Answer,
    model::Model,
    nodes::Nodes,
    steps::{Fate, Step},
};
use crate::{a_locale, an_address, plain_service::policy};

/// The service, whoever uses it, and what is known of them.
pub struct Machine {
    pub nodes: Nodes,
    pub model: Model,
    pub users: Vec<Person>,
    pub letters: Vec<Letter>,
}

/// An account and its owner.
pub struct Person {
    pub id: UserId,
    pub email: EmailAddress,
    pub password: String,
}

impl Machine {
    pub async fn start(all_hear: bool, factory: Factory<'_>) -> Self {
        let nodes = Nodes::start(all_hear, factory).await;
        let mut users = Vec::new();
        for number in 0..2 {
            users.push(Person::new(&nodes, number).await);
        }
        let model = Model { policy: policy().sessions, lives: Vec::new() };
        Self { nodes, model, users, letters: Vec::new() }
    }

    pub fn name(&self) -> &'static str {
        self.nodes.subject.name
    }

    pub fn now(&self) -> Timestamp {
        self.nodes.clock.now()
    }

    /// Takes one step, and looks whether all is as it must be.
    pub async fn step(&mut self, step: &Step) -> Result<Answer, Fault> {
        let answer = self.act(step).await?;
        if step.fate == Fate::Crash {
            self.restart(step.node);
        }
        self.require_the_live_ones().await?;
        if self.nodes.subject.thorough {
            self.require_every_token(step.node).await?;
        }
        Ok(answer)
    }

    pub fn restart(&mut self, node: usize) {
        self.nodes.restart(node);
        for end in self.model.lives.iter_mut().filter_map(|life| life.ended.as_mut()) {
            end.known[node] = true;
        }
    }

    /// The store has exactly the sessions that live, and no user too many.
    async fn require_the_live_ones(&self) -> Result<(), Fault> {
        let now = self.now();
        for (number, person) in self.users.iter().enumerate() {
            let mut read = self.nodes.subject.store.read();
            let live = read.sessions().list(person.id, now).await.map_err(|e| e.to_string())?;
            let mut live: Vec<SessionId> = live.into_iter().map(|session| session.id).collect();
            live.sort();
            let lives = self.model.lives.iter();
            let theirs = lives.filter(|life| life.user == number && life.is_live(now));
            let mut foretold: Vec<SessionId> = theirs.map(|life| life.id).collect();
            foretold.sort();
            if live != foretold {
                return Err(format!("{live:?} live instead of {foretold:?}"));
            }
            if live.len() > self.model.policy.max_per_user as usize {
                return Err(format!("{live:?} are too many"));
            }
        }
        Ok(())
    }

    /// Each refresh token that was ever given would be taken or refused as it must be, and ended
    /// sessions are refused in earnest.
    pub async fn require_every_token(&self, node: usize) -> Result<(), Fault> {
        for (place, life) in self.model.lives.iter().enumerate() {
            let mut read = self.nodes.subject.store.read();
            let found = read.sessions().find_with_user(life.id).await;
            let found = found.map_err(|error| error.to_string())?;
            let (session, _) = found.ok_or_else(|| format!("session {place} is gone"))?;
            for generation in 1..=life.refresh.len() {
                let verdict = self.model.verdict(place, generation, self.now());
                let number = u32::try_from(generation).map_err(|error| error.to_string())?;
                let presented = session.present(number, self.now(), &self.model.policy);
                if presented != verdict.presented() {
                    let token = format!("token {generation} of session {place}");
                    return Err(format!("{token} would be {presented:?} instead of {verdict:?}"));
                }
            }
            if life.ended.is_some() {
                self.require_dead(node, place, life.refresh.len()).await?;
            }
        }
        Ok(())
    }
}

impl Person {
    async fn new(nodes: &Nodes, number: usize) -> Self {
        let email = an_address();
        let password = format!("tidal orchard velvet {number}");
        let new = NewPassword::parse(&password, policy().passwords, &[]).expect("a password");
        let name = DisplayName::parse("Ada").expect("a name");
        let (locale, role) = (a_locale(), Role::User);
        let command = CreateUser { email: email.clone(), name, locale, password: new, role };
        let user = nodes.apps[0].users.create_user(command).await.expect("an account");
        Self { id: user.id, email, password }
    }
}

impl Machine {
    /// The token of the newest mail to a user that carries one.
    pub fn mailed_token(&self, user: usize) -> Result<String, Fault> {
        let to = self.users[user].email.written();
        let mut letters = self.letters.iter().rev().filter(|letter| letter.to == to);
        let token = letters.find_map(|letter| letter.token.as_ref());
        Ok(token.ok_or("no mail came")?.expose_secret().to_owned())
    }

    /// Delivers whatever is due.
    pub async fn deliver(&mut self) -> Result<(), Fault> {
        loop {
            let round = self.nodes.apps[0].mail.deliver_due(100, 0).await;
            self.letters.extend(self.nodes.mailer.collect());
            if round.map_err(|error| error.to_string())?.deliveries.is_empty() {
                return Ok(());
            }
        }
    }
}
