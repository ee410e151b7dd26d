use super::{
    Doubt, Stage, Tokens, Witness,
    sight::{Sight, Texts, texts_of},
};
use crate::{ChatClient, Client, Database};

/// What a witness finds after the service was killed.
impl Witness {
    /// That everything is there which was acknowledged, and that the request which was not answered
    /// was done whole or not at all.
    pub async fn settle(&mut self, client: &Client, database: &Database) {
        let doubt = self.doubt.take();
        if self.stage == Stage::SignedIn {
            self.settle_account(client, doubt).await;
        } else {
            self.settle_registration(client, database, doubt).await;
        }
        for token in self.ended.drain(..) {
            client.refresh(&token).await.is(401);
        }
    }

    async fn settle_registration(
        &mut self,
        client: &Client,
        database: &Database,
        doubt: Option<Doubt>,
    ) {
        if matches!(self.stage, Stage::Registered | Stage::Mailed { tried: false, .. }) {
            let address = self.address();
            for (table, column) in
                [("registrations", "email_canonical"), ("outbox", "recipient_canonical")]
            {
                let count = format!("SELECT count(*) FROM {table} WHERE {column} = '{address}'");
                assert_ne!(database.query(&count).trim(), "0", "{address} has lost its {table}");
            }
        }
        if self.known.visitor.is_some() {
            let chats = self.visitors_chats(client).await;
            assert!(chats.is_some(), "a visitor was lost");
            let done = doubt.filter(|doubt| doubt.after.visitor == chats);
            let known = self.known.visitor == chats;
            assert!(known || done.is_some(), "{chats:?}, and {:?} is known", self.known);
            self.note(known, done.is_some());
            self.known.visitor = chats;
        }
    }

    /// What the visitor has, if there still is one.
    async fn visitors_chats(&self, client: &Client) -> Option<Texts> {
        let token = &self.visitor.access;
        let answer = client.get_as("/api/v1/chats", token).await;
        if answer.status == 401 {
            answer.problem(401, "SESSION_REVOKED");
            return None;
        }
        Some(texts_of(&ChatClient::with(client, token)).await)
    }

    async fn settle_account(&mut self, client: &Client, doubt: Option<Doubt>) {
        let answer = client.refresh(&self.own.refresh).await;
        let deleted = doubt.as_ref().is_some_and(|doubt| doubt.after.password.is_none());
        if deleted && answer.status == 401 {
            self.note(false, true);
            return self.begin_again();
        }
        // Whether or not the last refresh was answered.
        self.own = Tokens::of(&answer.is(200));
        let password = match &doubt {
            Some(doubt) if doubt.after.password.is_some() => {
                self.password_of(client, doubt.after.password).await
            }
            _ => self.known.password,
        };
        let mut seen = Sight::look(client, &self.own.access, password).await;
        let visitor = self.known.visitor.is_some();
        seen.visitor = if visitor { self.visitors_chats(client).await } else { None };

        let known = seen.is(&self.known, false);
        let done = doubt.filter(|doubt| seen.is(&doubt.after, doubt.stranger));
        assert!(known || done.is_some(), "{seen:#?} is seen, and {:#?} is known", self.known);
        self.note(known, done.is_some());
        self.known = seen;
        if self.other.as_ref().is_some_and(|other| !self.known.sessions.contains(&other.session)) {
            self.other = None;
        }
    }

    /// Which of two passwords is right.
    async fn password_of(&self, client: &Client, other: Option<usize>) -> Option<usize> {
        let known = self.known.password;
        if known == other {
            return known;
        }
        let mut right = Vec::new();
        for number in [known, other] {
            let password = Self::password(number.unwrap());
            let body = serde_json::json!({ "email": self.address(), "password": password });
            let answer = client.post("/api/v1/auth/login", &body).await;
            if answer.status == 401 {
                continue;
            }
            let session = serde_json::json!({ "refreshToken": answer.is(200).refresh_token() });
            client.post("/api/v1/auth/logout", &session).await.is(204);
            right.push(number);
        }
        assert_eq!(right.len(), 1, "one of two passwords is right: {right:?}");
        right[0]
    }

    /// A doubt was settled, unless both are the same.
    fn note(&mut self, known: bool, done: bool) {
        match (known, done) {
            (false, true) => self.tally.lost_and_done += 1,
            (true, false) => self.tally.lost_and_undone += 1,
            _ => {}
        }
    }
}
