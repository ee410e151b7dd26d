use std::time::Duration;

use secrecy::SecretString;

use super::{AccessToken, Claims, Session, SessionError, Sessions};
use crate::{
    shared::{Client, SessionId, Timestamp, TokenId},
    users::{TokenPurpose, User},
};

/// A session and the tokens for it, as they are given to whoever signed in.
#[derive(Clone, Debug)]
pub struct SessionGrant {
    /// Who is signed in.
    pub user: User,
    /// The session.
    pub session: Session,
    /// The tokens of its newest generation.
    pub tokens: Tokens,
    /// How many chats came along from the visitor who signed in, or became the user.
    pub linked_chats: u64,
    /// Whether these are the tokens that another refresh has been answered with already.
    pub given_again: bool,
}

/// The two tokens of one generation.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Proves the caller on every request.
    pub access: AccessToken,
    /// How long the access token works.
    pub access_expires_in: Duration,
    /// Gets the next two, once.
    pub refresh: SecretString,
    /// How long the refresh token works if it is not used.
    pub refresh_expires_in: Duration,
}

impl Sessions {
    /// Opens a session for a user and signs its first tokens. Nothing is stored yet.
    pub(crate) fn grant_new(
        &self,
        user: User,
        client: &Client,
        now: Timestamp,
    ) -> Result<SessionGrant, SessionError> {
        let id = SessionId::mint(now, self.ports.random.as_ref());
        let session =
            Session::open(id, user.id, client.clone(), self.policy.lifetimes(user.role), now);
        self.grant(user, session, now)
    }

    /// Signs the tokens of a session's newest generation.
    pub(super) fn grant(
        &self,
        user: User,
        session: Session,
        now: Timestamp,
    ) -> Result<SessionGrant, SessionError> {
        // An access token must not outlive its session.
        let rest = session.expires_at.since(now);
        let lifetime = self.policy.sessions.access_token.min(rest);
        let claims = Claims {
            id: TokenId::mint(now, self.ports.random.as_ref()),
            user_id: user.id,
            session_id: session.id,
            generation: session.generation,
            role: user.role,
            name: user.name.as_ref().map(|name| name.as_str().to_owned()),
            email: user.email.as_ref().map(|email| email.canonical().to_owned()),
            email_verified: user.email_verified_at.is_some(),
            authenticated_at: session.authenticated_at,
            issued_at: now,
            expires_at: now.plus(lifetime),
        };
        let tokens = Tokens {
            access: self.ports.access_tokens.sign(&claims)?,
            access_expires_in: lifetime,
            refresh: self.ports.opaque_tokens.issue(
                TokenPurpose::Refresh,
                session.id.as_uuid(),
                session.generation,
            ),
            refresh_expires_in: rest,
        };
        Ok(SessionGrant { user, session, tokens, linked_chats: 0, given_again: false })
    }
}
