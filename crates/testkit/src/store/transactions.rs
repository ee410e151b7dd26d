use std::time::Duration;

use bookplate_domain::{
    audit::Event,
    mail::OutboxMail,
    roles::Role,
    sessions::{EndReason, Rotation, Session, SigningKey},
    store::{Repositories, StoreError, Unique},
    users::{EmailChange, OneTimeToken, Registration, User},
};

use super::{Subject, a_kept_user, begin, keep, read};
use crate::{
    a_mail, a_moment, a_password_hash, a_registration, a_session, a_signing_key, a_token,
    a_token_id, a_user, a_visitor, an_address, an_email_change, an_event,
};

/// One of everything.
struct Batch {
    user: User,
    registration: Registration,
    token: OneTimeToken,
    change: EmailChange,
    session: Session,
    key: SigningKey,
    mail: OutboxMail,
    event: Event,
}

/// What of a [`Batch`] can be seen: user, registration, token, change, session, key.
type Seen = [bool; 6];

impl Batch {
    fn new() -> Self {
        let user = User { email_verified_at: None, ..a_user() };
        Self {
            registration: a_registration(&an_address()),
            token: a_token(user.id),
            change: an_email_change(user.id),
            session: a_session(user.id),
            key: a_signing_key(1),
            mail: a_mail(),
            event: an_event(),
            user,
        }
    }

    async fn write(&self, to: &mut (impl Repositories + ?Sized)) {
        to.users().insert(&self.user).await.unwrap();
        let waiting = to.registrations().insert(&self.registration).await;
        waiting.unwrap();
        to.one_time_tokens().insert(&self.token).await.unwrap();
        to.email_changes().insert(&self.change).await.unwrap();
        let epoch = self.user.epoch;
        let added = to.sessions().insert(&self.session, epoch).await.unwrap();
        assert!(added, "the user of the same transaction counts");
        to.signing_keys().insert(&self.key).await.unwrap();
        to.outbox().insert(&self.mail).await.unwrap();
        to.audit().record(&self.event).await.unwrap();
    }

    async fn seen(&self, from: &mut (impl Repositories + ?Sized)) -> Seen {
        let token = self.registration.token;
        let confirm = self.change.confirm_token.expect("a token");
        [
            from.users().find(self.user.id).await.unwrap().is_some(),
            from.registrations().find_by_token(token).await.unwrap().is_some(),
            from.one_time_tokens().find(self.token.id).await.unwrap().is_some(),
            from.email_changes().find_by_confirm_token(confirm).await.unwrap().is_some(),
            from.sessions().find_with_user(self.session.id).await.unwrap().is_some(),
            !from.signing_keys().list().await.unwrap().is_empty(),
        ]
    }
}

const ALL: Seen = [true; 6];
const NOTHING: Seen = [false; 6];

fn rotation() -> Rotation {
    let expires_at = a_moment().plus(Duration::from_secs(3600));
    Rotation { from: 1, now: a_moment(), expires_at, visitor_expires_at: expires_at }
}

async fn claim(store: &Subject) -> Vec<OutboxMail> {
    let (now, lease) = (a_moment(), a_moment().plus(Duration::from_secs(60)));
    let mut tx = begin(store).await;
    tx.outbox().claim(now, lease, 9).await.unwrap()
}

pub async fn the_store_answers_a_ping(store: Subject) {
    store.ping().await.unwrap();
}

pub async fn what_was_kept_is_seen_by_all(store: Subject) {
    let batch = Batch::new();
    keep(&store, async |tx| batch.write(tx).await).await;
    assert_eq!(batch.seen(read(&store).as_mut()).await, ALL);
    assert_eq!(batch.seen(begin(&store).await.as_mut()).await, ALL);
    assert_eq!(claim(&store).await.len(), 1);
}

pub async fn what_is_not_kept_yet_is_seen_by_itself_only(store: Subject) {
    let batch = Batch::new();
    let mut tx = begin(&store).await;
    batch.write(tx.as_mut()).await;
    assert_eq!(batch.seen(tx.as_mut()).await, ALL);
    let mut reader = read(&store);
    let seen = tokio::time::timeout(Duration::from_secs(5), batch.seen(reader.as_mut()));
    assert_eq!(seen.await.expect("a reader never waits"), NOTHING);
    tx.commit().await.unwrap();
    assert_eq!(batch.seen(reader.as_mut()).await, ALL);
}

pub async fn a_dropped_transaction_adds_nothing(store: Subject) {
    let batch = Batch::new();
    let mut tx = begin(&store).await;
    batch.write(tx.as_mut()).await;
    drop(tx);
    assert_eq!(batch.seen(begin(&store).await.as_mut()).await, NOTHING);
    assert_eq!(batch.seen(read(&store).as_mut()).await, NOTHING);
    assert_eq!(claim(&store).await, []);
    // Nothing is left that the same writes could conflict with, the audit trail included.
    keep(&store, async |tx| batch.write(tx).await).await;
    assert_eq!(batch.seen(read(&store).as_mut()).await, ALL);
}

pub async fn a_dropped_transaction_changes_nothing(store: Subject) {
    let batch = Batch::new();
    keep(&store, async |tx| batch.write(tx).await).await;

    let (now, later) = (a_moment(), a_moment().plus(Duration::from_secs(60)));
    let (user, session, token) = (&batch.user, batch.session.id, batch.token.id);
    let mut tx = begin(&store).await;
    assert!(tx.users().verify_email(user.id, now).await.unwrap());
    let (old, new) = (user.password.clone().expect("a hash"), a_password_hash());
    tx.users().rehash(user.id, &old, &new).await.unwrap();
    let consumed = tx.one_time_tokens().consume(token, batch.token.purpose, now).await;
    assert!(consumed.unwrap().is_some());
    let confirm = batch.change.confirm_token.expect("a token");
    assert!(tx.email_changes().confirm(confirm, now).await.unwrap());
    assert!(tx.users().change_email(user.id, &batch.change.new, now).await.unwrap());
    tx.users().clear_password(user.id, now).await.unwrap();
    let (from, to) = (batch.registration.token, a_token_id());
    let renewed = tx.registrations().renew(from, to, later).await;
    assert!(renewed.unwrap());
    assert!(tx.registrations().consume(to, now).await.unwrap().is_some());
    assert!(tx.sessions().rotate(session, rotation()).await.unwrap().is_some());
    tx.sessions().saw_generation(session, 9, now).await.unwrap();
    let revoked = tx.sessions().revoke(session, EndReason::LoggedOut, now);
    assert_eq!(revoked.await.unwrap(), Some(user.id));
    assert!(tx.signing_keys().delete(&batch.key.kid).await.unwrap());
    assert_eq!(tx.outbox().claim(now, later, 9).await.unwrap().len(), 1);
    tx.outbox().delivered(batch.mail.id, now).await.unwrap();
    drop(tx);

    assert_eq!(batch.seen(begin(&store).await.as_mut()).await, ALL);
    let found = read(&store).sessions().find_with_user(session).await;
    let unchanged = (batch.session.clone(), batch.user.clone());
    assert_eq!(found.unwrap(), Some(unchanged));
    let claimed = claim(&store).await;
    assert_eq!((claimed.len(), claimed[0].attempts), (1, 1));
    let revocations = read(&store).revocations().list(now, None, 9).await;
    assert_eq!(revocations.unwrap(), []);
}

pub async fn a_conflict_undoes_what_came_before_it(store: Subject) {
    let taken = a_kept_user(&store).await;
    let rival = User { email: taken.email.clone(), ..a_user() };
    let batch = Batch::new();
    let mut tx = begin(&store).await;
    batch.write(tx.as_mut()).await;
    let refused = tx.users().insert(&rival).await;
    let conflict = matches!(refused, Err(StoreError::Conflict(Unique::UserEmail)));
    assert!(conflict, "{refused:?}");
    drop(tx);
    assert_eq!(batch.seen(begin(&store).await.as_mut()).await, NOTHING);
    assert_eq!(claim(&store).await, []);
}

pub async fn a_read_handle_always_sees_the_latest(store: Subject) {
    let mut reader = read(&store);
    for _ in 0..3 {
        let user = a_kept_user(&store).await;
        assert_eq!(reader.users().find(user.id).await.unwrap(), Some(user));
    }
}

pub async fn the_second_writer_of_a_row_waits_or_fails(store: Subject) {
    let user = a_kept_user(&store).await;
    let session = a_session(user.id);
    keep(&store, async |tx| {
        tx.sessions().insert(&session, user.epoch).await.unwrap();
    })
    .await;

    let mut first = begin(&store).await;
    assert!(first.sessions().rotate(session.id, rotation()).await.unwrap().is_some());
    let (other, id) = (store.clone(), session.id);
    let second = tokio::spawn(async move {
        let mut tx = other.begin().await?;
        let rotated = tx.sessions().rotate(id, rotation()).await?;
        tx.commit().await?;
        Ok::<bool, StoreError>(rotated.is_some())
    });
    // Long enough for the second to run into the first.
    tokio::time::sleep(Duration::from_millis(200)).await;
    first.commit().await.unwrap();
    let second = second.await.unwrap();
    assert!(!matches!(second, Ok(true)), "both rotated generation 1");
    let found = read(&store).sessions().find_with_user(session.id).await;
    let (found, _) = found.unwrap().expect("it is kept");
    assert_eq!(found, session.rotated(user.role, rotation()));
}

pub async fn a_session_that_rotates_while_its_visitor_becomes_a_user_is_that_of_a_user(
    store: Subject,
) {
    let visitor = a_visitor();
    let session = a_session(visitor.id);
    keep(&store, async |tx| {
        tx.users().insert(&visitor).await.unwrap();
        tx.sessions().insert(&session, visitor.epoch).await.unwrap();
    })
    .await;
    let (now, hour) = (a_moment(), Duration::from_secs(3600));
    let rotation = Rotation {
        from: 1,
        now,
        expires_at: now.plus(hour),
        visitor_expires_at: now.plus(2 * hour),
    };

    let mut first = begin(&store).await;
    let user = User {
        email: Some(an_address()),
        role: Role::User,
        version: visitor.version + 1,
        ..first.users().lock(visitor.id).await.unwrap().expect("the visitor")
    };
    first.users().promote(&user).await.unwrap();
    first.sessions().bound(user.id, now.plus(hour), session.ends_at).await.unwrap();
    let (other, id) = (store.clone(), session.id);
    let second = tokio::spawn(async move { other.rotate_session(id, rotation).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    first.commit().await.unwrap();
    let (rotated, of) = second.await.unwrap().unwrap().expect("it is the newest token");
    assert_eq!((rotated.expires_at, of.role), (now.plus(hour), Role::User));
    assert_eq!(read(&store).sessions().find_with_user(id).await.unwrap(), Some((rotated, of)));
}

pub async fn a_dropped_transaction_lets_the_next_one_write(store: Subject) {
    let user = a_user();
    let mut dropped = begin(&store).await;
    dropped.users().insert(&user).await.unwrap();
    let (other, same) = (store.clone(), user.clone());
    let next = tokio::spawn(async move {
        let mut tx = other.begin().await?;
        tx.users().insert(&same).await?;
        tx.commit().await
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    drop(dropped);
    next.await.unwrap().unwrap();
    let found = read(&store).users().find(user.id).await.unwrap();
    assert_eq!(found, Some(user));
}
