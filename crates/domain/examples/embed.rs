//! Bookplate inside another program: somebody registers, proves the mailbox and logs in.
//!
//! `cargo run -p bookplate-domain --example embed`

use std::{error::Error, sync::Arc, time::Duration};

use bookplate_domain::{
    AuditPolicy, Bookplate, EmailVerification, KeyPolicy, MailPolicy, Policy, Ports,
    ProviderPolicy, RegistrationPolicy, SessionPolicy, VisitorPolicy,
    sessions::{LiveSessions, LogIn},
    shared::{Client, Locale},
    users::{
        DisplayName, EmailAddress, NewPassword, Password, PasswordPolicy, Register, VerifyEmail,
    },
};
use bookplate_memory::MemoryStore;
use bookplate_testkit::{ManualClock, SeededRandom, doubles};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mailer = Arc::new(doubles::RecordingMailer::default());
    let bookplate = Bookplate::new(ports(mailer.clone()), policy());
    bookplate.sessions.load_signing_keys().await?;

    let (email, password) = ("ada@example.com", "tidal orchard velvet 47");
    let register = Register {
        email: EmailAddress::parse(email).map_err(|e| e.message)?,
        name: DisplayName::parse("Ada Lovelace").map_err(|e| e.message)?,
        locale: Locale::default(),
        password: NewPassword::parse(password, policy().passwords, &[email])
            .map_err(|e| e.message)?,
        visitor: None,
        client: Client::default(),
    };
    println!("{:?}", bookplate.users.register(register).await?);

    bookplate.mail.deliver_due(1, 0).await?;
    let letter = mailer.collect().pop().ok_or("no mail came")?;
    let verify = VerifyEmail {
        token: letter.token.ok_or("no token in the mail")?,
        client: Client::default(),
    };
    let proven = bookplate.users.verify_email(verify).await?;
    println!("proven: {}", proven.written());

    let log_in = LogIn {
        email: proven,
        password: Password::parse(password).map_err(|e| e.message)?,
        visitor: None,
        client: Client::default(),
    };
    let grant = bookplate.sessions.log_in(log_in).await?;
    println!("signed in: {} in session {}", grant.user.id, grant.session.id);
    Ok(())
}

/// The store is real. A program that serves people takes the rest from `bookplate-crypto`,
/// `bookplate-limits` and `bookplate-email`: these doubles keep no secret.
fn ports(mailer: Arc<doubles::RecordingMailer>) -> Ports {
    let access_tokens = Arc::new(doubles::PlainAccessTokens::default());
    let live_sessions = Arc::new(LiveSessions::new(policy().sessions.check_cache));
    Ports {
        store: Arc::new(MemoryStore::new().told_to(live_sessions.clone())),
        clock: Arc::new(ManualClock::default()),
        random: Arc::new(SeededRandom::new(1)),
        hasher: Arc::new(doubles::PlainHasher::default()),
        access_tokens: access_tokens.clone(),
        key_ring: access_tokens,
        live_sessions,
        opaque_tokens: Arc::new(doubles::PlainOpaqueTokens),
        code_challenges: Arc::new(doubles::PlainCodeChallenges),
        providers: Arc::default(),
        limits: Arc::new(doubles::PlainLimiter::default()),
        password_throttle: Arc::new(doubles::PlainThrottle::default()),
        mailer,
    }
}

fn policy() -> Policy {
    const DAY: Duration = Duration::from_secs(24 * 3600);
    Policy {
        registration: RegistrationPolicy {
            open: true,
            verification: EmailVerification::Required,
            token_lifetime: DAY,
            resend_after: Duration::from_secs(60),
        },
        passwords: PasswordPolicy { min_length: 8, min_score: 3 },
        sessions: SessionPolicy {
            idle: 30 * DAY,
            absolute: 90 * DAY,
            reuse_window: Duration::from_secs(10),
            access_token: Duration::from_secs(15 * 60),
            max_per_user: 20,
            check_cache: Duration::from_secs(5),
            retention: 30 * DAY,
        },
        providers: ProviderPolicy::default(),
        keys: KeyPolicy { rotate_after: 90 * DAY },
        visitors: VisitorPolicy {
            enabled: true,
            idle: Duration::from_secs(30 * 86_400),
            messages_per_day: 20,
        },
        mail: MailPolicy { attempts: 10, retention: 30 * DAY },
        audit: AuditPolicy { retention: Duration::from_secs(365 * 86_400) },
    }
}
