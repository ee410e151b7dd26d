//! The way out for mail, as it is configured.

use std::{fs, path::Path, sync::Arc};

use bookplate_domain::{mail::Mailer, shared::Clock};
use bookplate_email::{
    Examine, Failover, FromAddress, Links, Mailbox, Renderer, ResendOptions, ResendTransport,
    Sender, SmtpLogin, SmtpOptions, SmtpTransport,
};

use crate::{
    config::{MailTransport, Problem, ResendSettings, Settings, SmtpSettings},
    failure::{Causes, Failure},
};

/// What sends mails, and what shows them if they stay here.
pub struct WayOut {
    /// Sends.
    pub mailer: Arc<dyn Mailer>,
    /// Shows, in development.
    pub mailbox: Option<Arc<Mailbox>>,
}

/// Opens the way out. Nothing is connected before the first mail.
pub fn open(settings: &Settings, clock: Arc<dyn Clock>) -> Result<WayOut, Failure> {
    let mail = &settings.mail;
    let renderer = renderer(settings)?;
    // The rules of the configuration demand a sender unless mails stay here.
    let Some(from) = &mail.from else {
        return Ok(stay_here(renderer, clock));
    };
    let renderer = Arc::new(renderer);
    let mut providers: Vec<(&'static str, Arc<dyn Mailer>)> = Vec::new();
    for transport in &mail.transport.0 {
        let renderer = renderer.clone();
        providers.push(match transport {
            MailTransport::Mailbox => return Ok(stay_here(self::renderer(settings)?, clock)),
            MailTransport::Smtp => ("smtp", Arc::new(smtp(&mail.smtp, from, renderer)?)),
            MailTransport::Resend => ("resend", Arc::new(resend(&mail.resend, from, renderer)?)),
        });
    }
    let mailer: Arc<dyn Mailer> = match providers.as_slice() {
        [(_, only)] => only.clone(),
        _ => Arc::new(Failover::new(providers)),
    };
    Ok(WayOut { mailer, mailbox: None })
}

/// A way out that is looked at alone, with its name.
pub type Examined = (&'static str, Arc<dyn Examine>);

/// Every way out that leads to a provider, by name and in the order in which they are asked: for
/// whoever looks at them one by one. None if mails stay here.
pub fn each(settings: &Settings) -> Result<Vec<Examined>, Failure> {
    let mail = &settings.mail;
    let renderer = Arc::new(renderer(settings)?);
    let Some(from) = &mail.from else { return Ok(Vec::new()) };
    let mut transports: Vec<Examined> = Vec::new();
    for transport in &mail.transport.0 {
        let renderer = renderer.clone();
        match transport {
            MailTransport::Mailbox => return Ok(Vec::new()),
            MailTransport::Smtp => {
                transports.push(("smtp", Arc::new(smtp(&mail.smtp, from, renderer)?)));
            }
            MailTransport::Resend => {
                transports.push(("resend", Arc::new(resend(&mail.resend, from, renderer)?)));
            }
        }
    }
    Ok(transports)
}

fn stay_here(renderer: Renderer, clock: Arc<dyn Clock>) -> WayOut {
    let mailbox = Arc::new(Mailbox::new(renderer, clock));
    WayOut { mailer: mailbox.clone(), mailbox: Some(mailbox) }
}

fn smtp(
    smtp: &SmtpSettings,
    from: &FromAddress,
    renderer: Arc<Renderer>,
) -> Result<SmtpTransport, Problem> {
    let unusable = |key: &'static str, why: String| Problem::new(key, why);
    let certificates = match smtp.ca_file.as_str() {
        "" => None,
        file => Some(fs::read(file).map_err(|error| {
            unusable("mail.smtp.ca_file", format!("cannot read {file}: {error}"))
        })?),
    };
    let key = match certificates {
        Some(_) => "mail.smtp.ca_file",
        None => "mail.smtp.host",
    };
    let login = (!smtp.user.is_empty())
        .then(|| SmtpLogin { user: smtp.user.clone(), password: smtp.password.secret().clone() });
    let options = SmtpOptions {
        host: smtp.host.clone(),
        port: smtp
            .port()
            .ok_or_else(|| unusable("mail.smtp.port", "must be from 0 to 65535".to_owned()))?,
        tls: smtp.tls,
        login,
        certificates,
    };
    SmtpTransport::new(options, from.clone(), renderer)
        .map_err(|error| unusable(key, Causes(&*error).to_string()))
}

fn resend(
    resend: &ResendSettings,
    from: &FromAddress,
    renderer: Arc<Renderer>,
) -> Result<ResendTransport, Failure> {
    let options = ResendOptions {
        base_url: resend.base_url.as_str().to_owned(),
        api_key: resend.api_key.secret().clone(),
    };
    ResendTransport::new(options, from.clone(), renderer)
        .map_err(Failure::while_("cannot prepare to speak to Resend"))
}

/// Makes mails look as they are configured to.
pub fn renderer(settings: &Settings) -> Result<Renderer, Failure> {
    let links = Links { base: settings.link_base().to_owned() };
    let support = &settings.mail.support;
    let sender = Sender {
        product_name: settings.mail.product_name.clone(),
        support: (!support.is_empty()).then(|| support.clone()),
        accent_color: settings.mail.accent_color,
        logo: settings.mail.logo.as_ref().map(|logo| logo.as_str().to_owned()),
    };
    let folder = settings.mail.templates.as_str();
    let overrides = (!folder.is_empty()).then(|| Path::new(folder));
    Renderer::new(links, sender, overrides)
        .map_err(|error| Problem::new("mail.templates", Causes(&*error).to_string()).into())
}
