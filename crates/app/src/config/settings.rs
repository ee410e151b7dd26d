//! The sections and keys, as `config/default.toml` documents them.

use std::{net::SocketAddr, time::Duration};

use bookplate_domain::{EmailVerification, limits::Rule};
use bookplate_http::ProxyHeader;
use serde::{Deserialize, Serialize};

use super::{
    cors::CorsSettings,
    hidden::Hidden,
    mail::MailSettings,
    oauth::OauthSettings,
    proxies::TrustedProxies,
    secrets::ConfiguredSecrets,
    setting,
    sign_in_targets::SignInTargets,
    urls::{DatabaseUrl, WebUrl},
    values::{LogFormat, Mode},
};

/// Everything that can be configured.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub secret: ConfiguredSecrets,
    pub server: ServerSettings,
    pub database: DatabaseSettings,
    pub registration: RegistrationSettings,
    pub passwords: PasswordSettings,
    pub tokens: TokenSettings,
    pub sessions: SessionSettings,
    pub keys: KeySettings,
    pub cors: CorsSettings,
    pub revocations: RevocationSettings,
    pub mail: MailSettings,
    #[serde(default)]
    pub oauth: OauthSettings,
    pub links: LinkSettings,
    pub anonymous: AnonymousSettings,
    pub audit: AuditSettings,
    pub limits: LimitSettings,
    pub log: LogSettings,
    pub telemetry: TelemetrySettings,
}

impl Settings {
    /// The `iss` of access tokens.
    pub fn issuer(&self) -> &str {
        match self.tokens.issuer.as_str() {
            "" => self.server.public_url.as_str(),
            issuer => issuer,
        }
    }

    /// What the links in mails begin with.
    pub fn link_base(&self) -> &str {
        let base = self.links.base.as_ref();
        base.unwrap_or(&self.server.public_url).as_str()
    }

    /// The pages to which a sign-in through a provider comes back; the first is the usual one. None
    /// if there is no front end that is known.
    pub fn sign_in_targets(&self) -> Vec<String> {
        match (&self.links.base, self.links.sign_in.0.as_slice()) {
            (Some(base), []) => vec![format!("{}/signed-in", base.as_str())],
            (_, targets) => targets.to_vec(),
        }
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSettings {
    #[serde(with = "setting")]
    pub bind: SocketAddr,
    #[serde(with = "setting")]
    pub metrics_bind: Option<SocketAddr>,
    #[serde(with = "setting")]
    pub public_url: WebUrl,
    #[serde(with = "setting")]
    pub mode: Mode,
    #[serde(with = "setting")]
    pub trusted_proxies: TrustedProxies,
    #[serde(with = "setting")]
    pub proxy_header: ProxyHeader,
    #[serde(with = "setting")]
    pub workers: u32,
    #[serde(with = "setting")]
    pub max_connections: u32,
    #[serde(with = "setting")]
    pub drain: Duration,
    #[serde(with = "setting")]
    pub shutdown: Duration,
    #[serde(with = "setting")]
    pub static_dir: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSettings {
    #[serde(with = "setting")]
    pub url: DatabaseUrl,
    #[serde(with = "setting")]
    pub max_connections: u32,
    #[serde(with = "setting")]
    pub acquire_timeout: Duration,
    #[serde(with = "setting")]
    pub statement_timeout: Duration,
    #[serde(with = "setting")]
    pub transaction_pooler: bool,
    #[serde(with = "setting")]
    pub migrate: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RegistrationSettings {
    #[serde(with = "setting")]
    pub open: bool,
    #[serde(with = "setting")]
    pub email_verification: EmailVerification,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordSettings {
    #[serde(with = "setting")]
    pub min_length: u32,
    #[serde(with = "setting")]
    pub min_score: u32,
    #[serde(with = "setting")]
    pub bcrypt_cost: u32,
    #[serde(with = "setting")]
    pub hash_queue: u32,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TokenSettings {
    #[serde(with = "setting")]
    pub access: Duration,
    #[serde(with = "setting")]
    pub issuer: String,
    #[serde(with = "setting")]
    pub audience: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SessionSettings {
    #[serde(with = "setting")]
    pub idle: Duration,
    #[serde(with = "setting")]
    pub absolute: Duration,
    #[serde(with = "setting")]
    pub reuse_window: Duration,
    #[serde(with = "setting")]
    pub max_per_user: u32,
    #[serde(with = "setting")]
    pub check_cache: Duration,
    #[serde(with = "setting")]
    pub retention: Duration,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct KeySettings {
    #[serde(with = "setting")]
    pub rotate_after: Duration,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RevocationSettings {
    #[serde(with = "setting")]
    pub key: Hidden,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LinkSettings {
    #[serde(with = "setting")]
    pub base: Option<WebUrl>,
    #[serde(with = "setting")]
    pub sign_in: SignInTargets,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AnonymousSettings {
    #[serde(with = "setting")]
    pub enabled: bool,
    #[serde(with = "setting")]
    pub idle: Duration,
    #[serde(with = "setting")]
    pub messages_per_day: u32,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AuditSettings {
    #[serde(with = "setting")]
    pub retention: Duration,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LimitSettings {
    #[serde(with = "setting")]
    pub enabled: bool,
    pub anonymous: RuleSettings,
    pub register: RuleSettings,
    pub unproven_mail: RuleSettings,
    pub log_in: RuleSettings,
    pub provider_sign_in: RuleSettings,
    pub refresh: RuleSettings,
    pub verify_email: RuleSettings,
    pub resend_verification: RuleSettings,
    pub resend_from_network: RuleSettings,
    pub password_reset: RuleSettings,
    pub password_reset_mail: RuleSettings,
    pub prove_password: RuleSettings,
    pub failed_passwords: FailedPasswordSettings,
    pub password_strength: RuleSettings,
    pub email_change: RuleSettings,
    pub chats: RuleSettings,
    pub export: RuleSettings,
}

impl LimitSettings {
    /// The numbers of a rule that allows bursts; its table is called [`Rule::as_str`].
    pub fn of(&self, rule: Rule) -> Option<&RuleSettings> {
        Some(match rule {
            Rule::Anonymous => &self.anonymous,
            Rule::Register => &self.register,
            Rule::UnprovenMail => &self.unproven_mail,
            Rule::LogIn => &self.log_in,
            Rule::ProviderSignIn => &self.provider_sign_in,
            Rule::Refresh => &self.refresh,
            Rule::VerifyEmail => &self.verify_email,
            Rule::ResendVerification => &self.resend_verification,
            Rule::ResendFromNetwork => &self.resend_from_network,
            Rule::PasswordReset => &self.password_reset,
            Rule::PasswordResetMail => &self.password_reset_mail,
            Rule::ProvePassword => &self.prove_password,
            Rule::FailedPasswords => return None,
            Rule::PasswordStrength => &self.password_strength,
            Rule::EmailChange => &self.email_change,
            Rule::Chats => &self.chats,
            Rule::Export => &self.export,
        })
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RuleSettings {
    #[serde(with = "setting")]
    pub burst: u32,
    #[serde(with = "setting")]
    pub per: Duration,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FailedPasswordSettings {
    #[serde(with = "setting")]
    pub free: u32,
    #[serde(with = "setting")]
    pub per_day: u32,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LogSettings {
    #[serde(with = "setting")]
    pub level: String,
    #[serde(with = "setting")]
    pub format: LogFormat,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TelemetrySettings {
    #[serde(with = "setting")]
    pub otlp_endpoint: Option<WebUrl>,
}
