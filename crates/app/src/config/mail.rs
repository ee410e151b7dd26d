//! The section `mail`.

use std::{net::IpAddr, time::Duration};

use bookplate_email::{AccentColor, FromAddress, SmtpTls};
use serde::{Deserialize, Serialize};

use super::{
    hidden::Hidden,
    setting::{self, Setting, Written},
    urls::WebUrl,
    values::named,
};

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    #[serde(with = "setting")]
    pub transport: MailTransports,
    #[serde(with = "setting")]
    pub from: Option<FromAddress>,
    #[serde(with = "setting")]
    pub product_name: String,
    #[serde(with = "setting")]
    pub support: String,
    #[serde(with = "setting")]
    pub accent_color: AccentColor,
    #[serde(with = "setting")]
    pub logo: Option<WebUrl>,
    #[serde(with = "setting")]
    pub templates: String,
    #[serde(with = "setting")]
    pub attempts: u32,
    #[serde(with = "setting")]
    pub poll: Duration,
    #[serde(with = "setting")]
    pub retention: Duration,
    pub smtp: SmtpSettings,
    pub resend: ResendSettings,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpSettings {
    #[serde(with = "setting")]
    pub host: String,
    #[serde(with = "setting")]
    pub port: u32,
    #[serde(with = "setting")]
    pub tls: SmtpTls,
    #[serde(with = "setting")]
    pub user: String,
    #[serde(with = "setting")]
    pub password: Hidden,
    #[serde(with = "setting")]
    pub ca_file: String,
}

impl SmtpSettings {
    /// The configured port, or the usual one; `None` if it is none.
    pub fn port(&self) -> Option<u16> {
        match (self.port, self.tls) {
            (0, SmtpTls::StartTls) => Some(587),
            (0, SmtpTls::Implicit) => Some(465),
            (0, SmtpTls::None) => Some(25),
            (port, _) => port.try_into().ok(),
        }
    }

    /// Whether the server is this machine.
    pub fn is_loopback(&self) -> bool {
        let ip = self.host.parse::<IpAddr>();
        self.host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ResendSettings {
    #[serde(with = "setting")]
    pub api_key: Hidden,
    #[serde(with = "setting")]
    pub base_url: WebUrl,
}

/// A way out for mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailTransport {
    /// Kept in memory and shown, for development.
    Mailbox,
    /// Handed to an SMTP server.
    Smtp,
    /// Handed to Resend.
    Resend,
}

named!(MailTransport, "mailbox, smtp or resend", {
    "mailbox" => MailTransport::Mailbox,
    "smtp" => MailTransport::Smtp,
    "resend" => MailTransport::Resend,
});

/// One way out or several, of which the next is taken when the one before is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailTransports(pub Vec<MailTransport>);

impl Setting for MailTransports {
    const EXPECTED: &'static str =
        "mailbox, smtp or resend, or a list such as [\"resend\", \"smtp\"]";

    fn read(written: &Written) -> Option<Self> {
        let names: Vec<&str> = match written {
            Written::Text(text) => text.split(',').map(str::trim).collect(),
            Written::List(list) => list.iter().map(String::as_str).collect(),
            Written::Flag(_) | Written::Integer(_) => return None,
        };
        let read = |name: &str| MailTransport::read(&Written::Text(name.to_owned()));
        let transports: Vec<_> = names.into_iter().map(read).collect::<Option<_>>()?;
        (!transports.is_empty()).then_some(Self(transports))
    }

    fn write(&self) -> Written {
        match self.0.as_slice() {
            [one] => one.write(),
            many => {
                let names = many.iter().map(MailTransport::write);
                Written::List(names.filter_map(|n| n.text().map(str::to_owned)).collect())
            }
        }
    }
}

named!(SmtpTls, "starttls, implicit or none", {
    "starttls" => SmtpTls::StartTls,
    "implicit" => SmtpTls::Implicit,
    "none" => SmtpTls::None,
});

/// A mailbox that may be left empty.
impl Setting for Option<FromAddress> {
    const EXPECTED: &'static str = "a mailbox: accounts@example.com or Name <accounts@example.com>";

    fn read(written: &Written) -> Option<Self> {
        match written.text()? {
            "" => Some(None),
            text => FromAddress::parse(text).ok().map(Some),
        }
    }

    fn write(&self) -> Written {
        let text = self.as_ref().map(FromAddress::to_string);
        Written::Text(text.unwrap_or_default())
    }
}

impl Setting for AccentColor {
    const EXPECTED: &'static str = "a colour such as #1d4ed8";

    fn read(written: &Written) -> Option<Self> {
        Self::parse(written.text()?).ok()
    }

    fn write(&self) -> Written {
        Written::Text(self.to_string())
    }
}
