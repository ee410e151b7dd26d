use std::{error::Error, sync::Arc, time::Duration};

use bookplate_domain::{
    mail::{Letter, Mail, MailError},
    shared::{Locale, MailId, Timestamp, TokenId},
    users::TokenPurpose,
};
use bookplate_email::{AccentColor, FromAddress, Links, Renderer, Sender};
use bookplate_testkit::ManualClock;
use uuid::Uuid;

pub fn renderer() -> Arc<Renderer> {
    let links = Links { base: "https://app.example".to_owned() };
    let sender = Sender {
        product_name: "Tinte & Füller".to_owned(),
        support: None,
        accent_color: AccentColor::parse("#1d4ed8").unwrap(),
        logo: None,
    };
    Arc::new(Renderer::new(links, sender, None).unwrap())
}

pub fn from() -> FromAddress {
    FromAddress::parse("Tinte & Füller <accounts@inkwell.example>").unwrap()
}

pub fn letter(number: u128, to: &str) -> Letter {
    let now: Timestamp = bookplate_domain::shared::Clock::now(&ManualClock::default());
    Letter {
        id: MailId::from_uuid(Uuid::from_u128(number)),
        to: to.to_owned(),
        locale: Locale::default(),
        mail: Mail::VerifyEmail {
            purpose: TokenPurpose::VerifyEmail,
            token: TokenId::from_uuid(Uuid::from_u128(number)),
            expires_at: now.plus(Duration::from_secs(3600)),
        },
        token: Some(format!("bp_ve_{number}").into()),
    }
}

/// The wish and the cause of an answer that must be temporary.
pub fn temporary(answer: Result<(), MailError>) -> (Option<Duration>, String) {
    match answer {
        Err(MailError::Temporary { retry_after, source }) => (retry_after, source.to_string()),
        other => panic!("not temporary: {other:?}"),
    }
}

/// The wish and the cause of an answer that must be about every mail.
pub fn unavailable(answer: Result<(), MailError>) -> (Option<Duration>, String) {
    match answer {
        Err(MailError::Unavailable { retry_after, source }) => (retry_after, source.to_string()),
        other => panic!("not about every mail: {other:?}"),
    }
}

/// The cause of an answer that must be permanent.
pub fn permanent(answer: Result<(), MailError>) -> String {
    match answer {
        Err(error @ MailError::Permanent(_)) => error.source().unwrap().to_string(),
        other => panic!("not permanent: {other:?}"),
    }
}
