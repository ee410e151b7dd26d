use std::sync::Arc;

use super::{EmailAddress, EmailChange, Preferences, User, UserError, Users};
use crate::{
    Ports,
    audit::{Event, EventFilter, EventKind, Whose},
    chats::{Chat, ChatFilter, Message, Report},
    identities::Identity,
    limits::{LimitKey, Rule},
    mail::{MailFilter, MailRecord},
    roles::Permission,
    sessions::{Actor, Session, SessionError},
    shared::{Client, Cursor, Limit, Page, UserId},
    store::Transaction,
};

/// One thing that is held about a user.
#[derive(Clone, Debug)]
pub enum Held {
    /// The account.
    Account(Box<User>),
    /// How the user wants things.
    Preferences(Box<Preferences>),
    /// A way to sign in that leads through a provider.
    Identity(Box<Identity>),
    /// A change of address that was asked for.
    EmailChange(Box<EmailChange>),
    /// A session, ended or not.
    Session(Box<Session>),
    /// A chat, without its messages.
    Chat(Box<Chat>),
    /// A message of a chat.
    Message(Box<Message>),
    /// A report of a message.
    Report(Box<Report>),
    /// A mail to the user, without what it says.
    Mail(Box<MailRecord>),
    /// A security event that concerns the account, or that the user did.
    Event(Box<Event>),
}

/// Everything that is held about a user, a page at a time: it is never in memory as a whole.
pub struct Export {
    ports: Arc<Ports>,
    /// Who asked; `None` for the command line.
    actor: Option<Actor>,
    user: Arc<User>,
    /// Whose mails are the user's.
    addresses: Vec<EmailAddress>,
    stage: Stage,
}

/// What comes next.
enum Stage {
    Account,
    Sessions(Option<Cursor<Session>>),
    Chats(Option<Cursor<Chat>>),
    Messages(Option<Cursor<Message>>),
    Reports(Option<Cursor<Report>>),
    Mails(Option<Cursor<MailRecord>>),
    Events(Option<Cursor<Event>>),
    Done,
}

impl Users {
    /// Everything that is held about the caller. It may be had twice a day.
    ///
    /// `LimitReached` if it was; `Forbidden` without the permission; `Revoked` or `Expired` if the
    /// caller's session has ended by then.
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
        actor.require_live(tx.as_mut(), now).await?;
        let event = self.ports.event(EventKind::UserExported, now, client);
        tx.audit().record(&event.done_by(Some(actor), user.id)).await?;
        self.begin_export(tx, Some(*actor), user).await
    }

    /// Everything that is held about a user. For the command line only, so nobody is asked for a
    /// permission. `NotFound` if there is no such account.
    pub async fn export_user(&self, id: UserId) -> Result<Export, UserError> {
        let now = self.ports.clock.now();
        let mut tx = self.ports.store.begin().await?;
        let user = tx.users().find(id).await?.ok_or(UserError::NotFound)?;
        let event = self.ports.event(EventKind::UserExported, now, &Client::default());
        tx.audit().record(&event.done_by(None, id)).await?;
        self.begin_export(tx, None, user).await
    }

    /// Notes that accounts are handed out with the hashes of their passwords, to be kept elsewhere.
    /// For the command line only.
    pub async fn note_export_of_accounts(&self) -> Result<(), UserError> {
        let now = self.ports.clock.now();
        let event = self.ports.event(EventKind::UserExported, now, &Client::default());
        let mut tx = self.ports.store.begin().await?;
        tx.audit().record(&event).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn begin_export(
        &self,
        mut tx: Box<dyn Transaction>,
        actor: Option<Actor>,
        user: User,
    ) -> Result<Export, UserError> {
        let addresses = self.addresses_of(tx.as_mut(), &user).await?;
        tx.commit().await?;
        let (ports, user) = (self.ports.clone(), Arc::new(user));
        Ok(Export { ports, actor, user, addresses, stage: Stage::Account })
    }
}

impl Export {
    /// The next things, in the order of their kinds; `None` when there are no more.
    ///
    /// `Revoked` or `Expired` if the session of whoever asked has ended meanwhile.
    pub async fn next(&mut self) -> Result<Option<Vec<Held>>, SessionError> {
        let mut read = self.ports.store.read();
        if let Some(actor) = &self.actor {
            actor.require_live(read.as_mut(), self.ports.clock.now()).await?;
        }
        let (user, limit) = (self.user.id, Limit::MOST);
        let (items, next) = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Account => {
                let mut items = vec![Held::Account(Box::new(User::clone(&self.user)))];
                let preferences = read.preferences().find(user).await?;
                items.extend(preferences.map(|found| Held::Preferences(Box::new(found))));
                let identities = read.identities().list(user).await?;
                items.extend(identities.into_iter().map(|each| Held::Identity(Box::new(each))));
                let changes = read.email_changes().list(user).await?;
                items.extend(changes.into_iter().map(|each| Held::EmailChange(Box::new(each))));
                (items, Stage::Sessions(None))
            }
            Stage::Sessions(after) => {
                let page = read.sessions().history(user, after.as_ref(), limit).await?;
                step(page, Held::Session, Stage::Sessions, Stage::Chats(None))
            }
            Stage::Chats(after) => {
                let all = ChatFilter::default();
                let page = read.chats().list(user, &all, after.as_ref(), limit).await?;
                step(page, Held::Chat, Stage::Chats, Stage::Messages(None))
            }
            Stage::Messages(after) => {
                let page = read.messages().list_all_of(user, after.as_ref(), limit).await?;
                step(page, Held::Message, Stage::Messages, Stage::Reports(None))
            }
            Stage::Reports(after) => {
                let page = read.reports().list(None, Some(user), after.as_ref(), limit).await?;
                step(page, Held::Report, Stage::Reports, Stage::Mails(None))
            }
            Stage::Mails(after) => {
                let filter = MailFilter { to: self.addresses.clone(), ..MailFilter::default() };
                let page = if filter.to.is_empty() {
                    // A filter without addresses would let everybody's mails through.
                    Page { items: Vec::new(), next: None }
                } else {
                    read.outbox().list(&filter, after.as_ref(), limit).await?
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
