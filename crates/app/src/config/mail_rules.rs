//! What the values of the section `mail` must be.

use std::time::Duration;

use bookplate_email::SmtpTls;
use secrecy::ExposeSecret;
use url::Host;

use super::{
    Problem, Settings,
    mail::{MailSettings, MailTransport, ResendSettings, SmtpSettings},
    rules::{demand, positive, within},
    values::Mode,
};

const LONGEST_NAME: usize = 100;
/// As long as a provider knows what it has taken, and an operator sleeps.
const SHORTEST_RETENTION: Duration = Duration::from_secs(24 * 3600);

/// Refuses what does not make sense; what a transport that is not used would need is not asked for.
pub fn check(settings: &Settings) -> Result<(), Problem> {
    let mail = &settings.mail;
    transport(mail, settings.server.mode)?;
    mailbox_stays_here(settings)?;
    let uses = |transport| mail.transport.0.contains(&transport);
    if !uses(MailTransport::Mailbox) {
        let message = "is required by the transports smtp and resend";
        demand(mail.from.is_some(), "mail.from", message)?;
    }
    if uses(MailTransport::Smtp) {
        smtp(&mail.smtp, settings.server.mode)?;
    }
    if uses(MailTransport::Resend) {
        resend(&mail.resend)?;
    }
    demand(
        (1..=LONGEST_NAME).contains(&mail.product_name.chars().count()),
        "mail.product_name",
        "must have 1 to 100 characters",
    )?;
    demand(
        mail.logo.as_ref().is_none_or(|logo| logo.as_str().starts_with("https://")),
        "mail.logo",
        "must begin with https://",
    )?;
    within("mail.attempts", mail.attempts, 1..=100)?;
    positive("mail.poll", mail.poll)?;
    demand(mail.retention >= SHORTEST_RETENTION, "mail.retention", "must be at least 1d")
}

fn transport(mail: &MailSettings, mode: Mode) -> Result<(), Problem> {
    let transports = mail.transport.0.as_slice();
    let refuse = |message| Err(Problem::new("mail.transport", message));
    if transports.contains(&MailTransport::Mailbox) {
        if mode == Mode::Production {
            return refuse(
                "mailbox keeps mails in memory and is for development only; \
                 production mode takes smtp or resend",
            );
        }
        if transports.len() > 1 {
            return refuse("mailbox cannot stand in a list with others");
        }
    }
    // The type has only two others.
    if transports.len() > 1 && (transports.len() > 2 || transports[0] == transports[1]) {
        return refuse("names one transport twice");
    }
    Ok(())
}

/// The mailbox shows everybody's links to whoever reaches it.
fn mailbox_stays_here(settings: &Settings) -> Result<(), Problem> {
    let shown = settings.mail.transport.0.contains(&MailTransport::Mailbox);
    demand(
        !shown || settings.server.bind.ip().is_loopback(),
        "server.bind",
        "must be a loopback address while mail.transport is mailbox, which shows every mail at \
         /dev/mailbox",
    )
}

fn smtp(smtp: &SmtpSettings, mode: Mode) -> Result<(), Problem> {
    demand(!smtp.host.is_empty(), "mail.smtp.host", "is required by the transport smtp")?;
    let a_host = smtp.host.parse::<std::net::IpAddr>().is_ok() || Host::parse(&smtp.host).is_ok();
    demand(
        a_host && !smtp.host.contains(['[', ']']),
        "mail.smtp.host",
        "must be a name or an IP address, without a port",
    )?;
    within("mail.smtp.port", smtp.port, 0..=65535)?;
    if smtp.tls == SmtpTls::None {
        demand(
            smtp.is_loopback() || mode == Mode::Development,
            "mail.smtp.tls",
            "none is for a server on this machine only in production mode; mail.smtp.host is another",
        )?;
        demand(
            smtp.ca_file.is_empty(),
            "mail.smtp.ca_file",
            "has no use where mail.smtp.tls is none",
        )?;
    }
    demand(
        smtp.user.is_empty() || !smtp.password.is_empty(),
        "mail.smtp.password",
        "is required with mail.smtp.user",
    )?;
    demand(
        smtp.password.is_empty() || !smtp.user.is_empty(),
        "mail.smtp.user",
        "is required with mail.smtp.password",
    )
}

fn resend(resend: &ResendSettings) -> Result<(), Problem> {
    demand(
        !resend.api_key.is_empty(),
        "mail.resend.api_key",
        "is required by the transport resend",
    )?;
    let key = resend.api_key.secret().expose_secret();
    demand(
        key.bytes().all(|b| b.is_ascii_graphic()),
        "mail.resend.api_key",
        "must be ASCII without spaces",
    )?;
    demand(
        resend.base_url.is_private(),
        "mail.resend.base_url",
        "must begin with https://, unless it is this machine",
    )
}
