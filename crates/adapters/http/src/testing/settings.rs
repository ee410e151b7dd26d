use std::time::Duration;

use bookplate_domain::{
    AuditPolicy, EmailVerification, KeyPolicy, MailPolicy, Policy, ProviderPolicy,
    RegistrationPolicy, SessionPolicy, VisitorPolicy, users::PasswordPolicy,
};

use super::{DAY, HERE, MINUTE, SIGNED_IN};
use crate::{CorsConfig, HttpConfig, ProxyConfig};

pub(crate) fn policy() -> Policy {
    Policy {
        registration: RegistrationPolicy {
            open: true,
            verification: EmailVerification::Required,
            token_lifetime: DAY,
            resend_after: MINUTE,
        },
        passwords: PasswordPolicy { min_length: 9, min_score: 3 },
        sessions: SessionPolicy {
            idle: 7 * DAY,
            absolute: 30 * DAY,
            reuse_window: Duration::from_secs(10),
            access_token: 15 * MINUTE,
            max_per_user: 20,
            check_cache: Duration::from_secs(5),
            retention: 30 * DAY,
        },
        providers: ProviderPolicy { redirect_targets: vec![SIGNED_IN.to_owned()] },
        visitors: VisitorPolicy { enabled: true, idle: 30 * DAY, messages_per_day: 20 },
        keys: KeyPolicy { rotate_after: 90 * DAY },
        mail: MailPolicy { attempts: 10, retention: 30 * DAY },
        audit: AuditPolicy { retention: 365 * DAY },
    }
}

pub(crate) fn config() -> HttpConfig {
    HttpConfig {
        bind: ([127, 0, 0, 1], 0).into(),
        https: false,
        public_url: format!("{HERE}/"),
        product_name: "Tinte & <b>Füller</b>".to_owned(),
        cors: CorsConfig::default(),
        proxies: ProxyConfig::default(),
        revocations_key: None,
        own_pages: true,
        static_dir: None,
        workers: Some(1),
        max_connections: 1000,
        shutdown: Duration::ZERO,
        remote_parent: None,
    }
}
