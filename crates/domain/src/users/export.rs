use std::sync::Arc;

use super::{EmailChange, Preferences, User, UserError, Users};
use crate::{
    Ports,
    audit::{Event, EventFilter, EventKind, Whose},
    limits::{LimitKey, Rule},
    mail::{MailFilter, MailRecord},
    roles::Permission,
    sessions::{Actor, Session, SessionError},
    shared::{Client, Cursor, Limit, Page, UserId},
    store::StoreError,
};

/// One thing that is held about a user.
#[derive(Clone, Debug)]
pub enum Held {
    /// The account.
    Account(Box<User>),
    /// How the user wants things.
    Preferences(Box<Preferences>),
    /// A change of address that was asked for.
    EmailChange(Box<EmailChange>),
    /// A session, ended or not.
    Session(Box<Session>),
    /// A mail to the user, without what it says.
    Mail(Box<MailRecord>),
    /// A security event that concerns the account, or that the user did.
    Event(Box<Event>),
}

/// Everything that is held about a user, a page at a time: it is never in memory as a whole.
pub struct Export {
    ports: Arc<Ports>,
    user: Arc<User>,
    stage: Stage,
}

/// What comes next.
enum Stage {
    Account,
    Sessions(Option<Cursor<Session>>),
    Mails(Option<Cursor<MailRecord>>),
    Events(Option<Cursor<Event>>),
    Done,
}

impl Users {
    /// Everything that is held about the caller. It may be had twice a day.
    pub async fn export_own_data(
        &self,
        actor: &Actor,
        client: &Client,
    ) -> Result<Export, UserError> {
        actor.require(Permission::ExportOwnData)?;
        let key = LimitKey::User(actor.user_id);
        self.ports.limits.check(Rule::Export, &key).await?.into_result()?;
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let user = tx.users().lock(actor.user_id).await?.ok_or(SessionError::Revoked)?;
        self.sessions().require_live(tx.as_mut(), actor, now).await?;
        let event = self.ports.event(EventKind::UserExported, now, client);
        tx.audit().record(&event.done_by(Some(actor), user.id)).await?;
        tx.commit().await?;
        Ok(self.begin_export(user))
    }

    /// Everything that is held about a user. For the command line only, so nobody is asked for a
    /// permission.
    pub async fn export_user(&self, id: UserId) -> Result<Export, UserError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let user = tx.users().find(id).await?.ok_or(UserError::NotFound)?;
        let event = self.ports.event(EventKind::UserExported, now, &Client::default());
        tx.audit().record(&event.done_by(None, id)).await?;
        tx.commit().await?;
        Ok(self.begin_export(user))
    }

    fn begin_export(&self, user: User) -> Export {
        Export { ports: self.ports.clone(), user: Arc::new(user), stage: Stage::Account }
    }
}

impl Export {
    /// The next things, in the order of their kinds; `None` when there are no more.
    pub async fn next(&mut self) -> Result<Option<Vec<Held>>, StoreError> {
        let mut read = self.ports.store.read();
        let (user, limit) = (self.user.id, Limit::MOST);
        let (items, next) = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Account => {
                let mut items = vec![Held::Account(Box::new(User::clone(&self.user)))];
                let preferences = read.preferences().find(user).await?;
                items.extend(preferences.map(|found| Held::Preferences(Box::new(found))));
                let changes = read.email_changes().list(user).await?;
                items.extend(changes.into_iter().map(|each| Held::EmailChange(Box::new(each))));
                (items, Stage::Sessions(None))
            }
            Stage::Sessions(after) => {
                let page = read.sessions().history(user, after.as_ref(), limit).await?;
                step(page, Held::Session, Stage::Sessions, Stage::Mails(None))
            }
            Stage::Mails(after) => {
                let filter = MailFilter { to: self.user.email.clone(), ..MailFilter::default() };
                let page = match filter.to {
                    Some(_) => read.outbox().list(&filter, after.as_ref(), limit).await?,
                    None => Page { items: Vec::new(), next: None },
                };
                step(page, Held::Mail, Stage::Mails, Stage::Events(None))
            }
            Stage::Events(after) => {
                let whose = Some(Whose::ActorOrTarget(user));
                let filter = EventFilter { whose, ..EventFilter::default() };
                let page = read.audit().list(&filter, after.as_ref(), limit).await?;
                step(page, Held::Event, Stage::Events, Stage::Done)
            }
            Stage::Done => return Ok(None),
        };
        self.stage = next;
        Ok(Some(items))
    }
}

/// A page of one kind, and what comes after it: the next page, or the next kind.
fn step<T>(
    page: Page<T>,
    held: fn(Box<T>) -> Held,
    again: fn(Option<Cursor<T>>) -> Stage,
    next: Stage,
) -> (Vec<Held>, Stage) {
    let items = page.items.into_iter().map(|item| held(Box::new(item))).collect();
    match page.next {
        Some(cursor) => (items, again(Some(cursor))),
        None => (items, next),
    }
}
