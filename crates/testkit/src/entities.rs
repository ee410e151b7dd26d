use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use bookplate_domain::{
    audit::{Event, EventKind, FieldChange},
    mail::{Mail, OutboxMail},
    roles::Role,
    sessions::{Session, SigningKey},
    shared::{
        Client, EmailChangeId, EventId, LanguageTag, Locale, MailId, RegistrationId, SessionId,
        TimeZoneName, Timestamp, TokenId, UserId,
    },
    users::{
        Bio, DisplayName, EmailAddress, EmailChange, ImageUrl, OneTimeToken, PasswordHash,
        Registration, TokenPurpose, User,
    },
};
use uuid::Uuid;

pub(crate) const HOUR: Duration = Duration::from_secs(3600);

pub(crate) fn next() -> u64 {
    static COUNTER: AtomicU64 = AtomicU64::new(1);
    COUNTER.fetch_add(1, Ordering::SeqCst)
}

pub(crate) fn uuid() -> Uuid {
    Uuid::from_u128(0x0198_f2a0_0000_7000_8000_0000_0000_0000 + u128::from(next()))
}

/// The moment at which the entities here come to be; it is no whole second.
pub fn a_moment() -> Timestamp {
    Timestamp::from_unix_millis(1_795_253_400_071)
}

/// An address that no other call gives. Its written form is not its canonical form.
pub fn an_address() -> EmailAddress {
    let text = format!("Zoë.{}@Bücher.example", next());
    EmailAddress::parse(&text).expect("an address")
}

/// A hash that no password matches, and no other call gives.
pub fn a_password_hash() -> PasswordHash {
    PasswordHash::from_stored(format!("$2b$12${:0>53}", next()))
}

/// A request from a browser, with everything known of it; the same in every call.
pub fn a_client() -> Client {
    Client {
        ip: Some([203, 0, 113, 7].into()),
        user_agent: Some("Büchers Browser/1.0 (日本語)".to_owned()),
        device: Some("Büchers Browser 1".to_owned()),
        request_id: Some("req-0198f2a0".to_owned()),
    }
}

/// A locale with everything said.
pub fn a_locale() -> Locale {
    Locale {
        language: Some(LanguageTag::parse("es-MX").expect("a language")),
        time_zone: Some(TimeZoneName::parse("America/Mexico_City").expect("a time zone")),
    }
}

/// An account with everything that an account can have.
pub fn a_user() -> User {
    let name = DisplayName::parse("Zoë Ångström 👩‍💻").expect("a name");
    let id = UserId::from_uuid(uuid());
    let now = a_moment();
    User {
        email_verified_at: Some(now.plus(HOUR)),
        name: Some(name),
        password: Some(a_password_hash()),
        image: Some(ImageUrl::parse("https://example.com/zoë.png").expect("an image")),
        locale: a_locale(),
        bio: Some(Bio::parse("Liest. Schreibt.\nПишет тоже — \u{1f4da}").expect("a bio")),
        epoch: 3,
        version: 7,
        updated_at: now.plus(HOUR),
        ..User::new(id, an_address(), Role::Admin, now)
    }
}

/// A user with nothing that a user can lack.
pub fn a_visitor() -> User {
    User {
        email: None,
        email_verified_at: None,
        name: None,
        image: None,
        bio: None,
        locale: Locale::default(),
        role: Role::Anonymous,
        password: None,
        ..a_user()
    }
}

/// A registration that waits for an hour.
pub fn a_registration(email: &EmailAddress) -> Registration {
    Registration {
        id: RegistrationId::from_uuid(uuid()),
        token: a_token_id(),
        email: email.clone(),
        name: DisplayName::parse("Ζωή").expect("a name"),
        locale: a_locale(),
        password: a_password_hash(),
        visitor: Some(UserId::from_uuid(uuid())),
        created_at: a_moment(),
        expires_at: a_moment().plus(HOUR),
    }
}

/// An id for a token.
pub fn a_token_id() -> TokenId {
    TokenId::from_uuid(uuid())
}

/// A token that proves the mailbox of a user for an hour.
pub fn a_token(user: UserId) -> OneTimeToken {
    OneTimeToken {
        id: a_token_id(),
        user_id: user,
        purpose: TokenPurpose::VerifyEmail,
        created_at: a_moment(),
        expires_at: a_moment().plus(HOUR),
    }
}

/// A change of a user's address that can be confirmed for an hour and reverted for ten.
pub fn an_email_change(user: UserId) -> EmailChange {
    EmailChange {
        id: EmailChangeId::from_uuid(uuid()),
        user_id: user,
        epoch: 3,
        old: an_address(),
        new: an_address(),
        confirm_token: Some(a_token_id()),
        revert_token: Some(a_token_id()),
        created_at: a_moment(),
        expires_at: a_moment().plus(HOUR),
        revertible_until: a_moment().plus(10 * HOUR),
        confirmed_at: None,
    }
}

/// A session of a user that was just opened: an hour if idle, ten at most.
pub fn a_session(user: UserId) -> Session {
    Session {
        id: SessionId::from_uuid(uuid()),
        user_id: user,
        generation: Session::FIRST_GENERATION,
        seen_generation: 0,
        rotated_at: a_moment(),
        authenticated_at: a_moment(),
        client: a_client(),
        created_at: a_moment(),
        last_active_at: a_moment(),
        expires_at: a_moment().plus(HOUR),
        ends_at: a_moment().plus(10 * HOUR),
        revoked: None,
    }
}

/// A sealed key of a generation.
pub fn a_signing_key(generation: u32) -> SigningKey {
    SigningKey {
        kid: uuid().to_string(),
        generation,
        sealed: (0..=u8::MAX).collect(),
        created_at: a_moment(),
        active_at: a_moment().plus(Duration::from_millis(360_001)),
    }
}

/// A mail that is due at [`a_moment`].
pub fn a_mail() -> OutboxMail {
    let mail = Mail::VerifyEmail {
        purpose: TokenPurpose::ConfirmRegistration,
        token: a_token_id(),
        expires_at: a_moment().plus(HOUR),
    };
    OutboxMail::new(MailId::from_uuid(uuid()), an_address(), a_locale(), mail, a_moment())
}

/// An entry of the audit trail with everything that it keeps.
pub fn an_event() -> Event {
    Event {
        id: EventId::from_uuid(uuid()),
        at: a_moment(),
        kind: EventKind::LogInSucceeded,
        actor: Some(UserId::from_uuid(uuid())),
        target: Some(UserId::from_uuid(uuid())),
        session: Some(SessionId::from_uuid(uuid())),
        // The trail keeps the header itself, and not what it was read as.
        client: Client { device: None, ..a_client() },
        changes: vec![
            FieldChange::of("name"),
            FieldChange::told("role", Some("user".to_owned()), Some("admin".to_owned())),
        ],
    }
}
