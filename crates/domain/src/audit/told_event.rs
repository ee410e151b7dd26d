use super::{Event, EventKind, FieldChange};
use crate::shared::{Client, EventId, SessionId, Timestamp, UserId};

/// An event as one user may know it, who did it or whose account it concerns.
///
/// Whoever looks after accounts shows nobody who or where they are: of what somebody else did, the
/// session and the network stay untold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldEvent<'a> {
    /// Its own id.
    pub id: EventId,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub kind: EventKind,
    /// Whether it was this user who did it, as far as that is proven.
    pub by_self: bool,
    /// Whose account it concerns, if it is another's.
    pub other: Option<UserId>,
    /// The session it concerns; `None` if somebody else did it.
    pub session: Option<SessionId>,
    /// Where the request came from; `None` if somebody else did it.
    pub client: Option<&'a Client>,
    /// The id under which the request is logged.
    pub request_id: Option<&'a str>,
    /// What it changed.
    pub changes: &'a [FieldChange],
}

impl Event {
    /// What `user` may know of the event.
    pub fn as_told_to(&self, user: UserId) -> ToldEvent<'_> {
        // What nobody proven did may be an attack, whose origin the owner should see.
        let told = self.actor.is_none_or(|actor| actor == user);
        ToldEvent {
            id: self.id,
            at: self.at,
            kind: self.kind,
            by_self: self.actor == Some(user),
            other: self.target.filter(|target| *target != user),
            session: self.session.filter(|_| told),
            client: told.then_some(&self.client),
            request_id: self.client.request_id.as_deref(),
            changes: &self.changes,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn user(number: u128) -> UserId {
        UserId::from_uuid(Uuid::from_u128(number))
    }

    fn event(actor: Option<UserId>, target: UserId) -> Event {
        Event {
            id: EventId::from_uuid(Uuid::from_u128(7)),
            at: Timestamp::from_unix_millis(0),
            kind: EventKind::UserUpdated,
            actor,
            target: Some(target),
            session: Some(SessionId::from_uuid(Uuid::from_u128(8))),
            client: Client { request_id: Some("r".to_owned()), ..Client::default() },
            changes: vec![FieldChange::of("name")],
        }
    }

    #[test]
    fn what_a_user_did_is_told_whole() {
        let own = event(Some(user(1)), user(1));
        let told = own.as_told_to(user(1));
        assert!(told.by_self);
        assert_eq!((told.session, told.client), (own.session, Some(&own.client)));
        assert_eq!(told.other, None);
        assert_eq!(event(Some(user(1)), user(2)).as_told_to(user(1)).other, Some(user(2)));
    }

    #[test]
    fn where_somebody_else_was_is_untold() {
        let other = event(Some(user(2)), user(1));
        let told = other.as_told_to(user(1));
        assert!(!told.by_self);
        assert_eq!((told.session, told.client, told.other), (None, None, None));
        assert_eq!((told.request_id, told.changes), (Some("r"), other.changes.as_slice()));
    }

    #[test]
    fn where_somebody_unproven_was_is_told() {
        let guess = event(None, user(1));
        let told = guess.as_told_to(user(1));
        assert!(!told.by_self);
        assert_eq!((told.session, told.client), (guess.session, Some(&guess.client)));
    }
}
