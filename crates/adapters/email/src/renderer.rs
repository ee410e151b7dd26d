use bookplate_domain::{
    mail::{Letter, Mail},
    shared::Timestamp,
    store::Source,
};
use minijinja::{Environment, Error, Value, context};
use secrecy::SecretString;
use time::macros::format_description;

use crate::{
    Links, Sender, device,
    palette::{DARK, LIGHT},
    templates,
};

/// Makes a mail out of what the domain wants to say.
///
/// Nothing that an unproven caller typed stands in a mail, or anybody could have us send their
/// words to a mailbox of their choice.
#[derive(Debug)]
pub struct Renderer {
    links: Links,
    sender: Sender,
    templates: Environment<'static>,
}

/// A mail as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML, complete and without anything to load.
    pub html: String,
}

impl Renderer {
    /// Compiles the templates and looks at the configuration.
    pub fn new(links: Links, sender: Sender) -> Result<Self, Source> {
        links.check()?;
        Ok(Self { links, sender, templates: templates::compile()? })
    }

    /// Renders a letter. The same letter is rendered alike every time, so that a provider
    /// recognises a repetition.
    pub fn render(&self, letter: &Letter) -> Result<Rendered, Source> {
        let (name, details) = self.details(letter)?;
        let everywhere = context! {
            product => self.sender.product_name.as_str(),
            support => self.sender.support.as_deref(),
            light => LIGHT.to_value(),
            dark => DARK.to_value(),
            ..details
        };
        let subject = one_line(&self.fill(&format!("{name}.subject.txt"), everywhere.clone())?);
        let everywhere = context! { subject => subject.as_str(), ..everywhere };
        Ok(Rendered {
            text: self.fill(&format!("{name}.txt"), everywhere.clone())?,
            html: self.fill(&format!("{name}.html"), everywhere)?,
            subject,
        })
    }

    /// The template of a letter and what only this kind says.
    fn details(&self, letter: &Letter) -> Result<(&'static str, Value), Source> {
        Ok(match &letter.mail {
            Mail::VerifyEmail { expires_at, .. } => {
                let link = self.links.verify_email(token(letter)?);
                ("verify_email", context! { link, until => moment(*expires_at)? })
            }
            Mail::ResetPassword { expires_at, .. } => {
                let link = self.links.reset_password(token(letter)?);
                ("reset_password", context! { link, until => moment(*expires_at)? })
            }
            Mail::PasswordChanged { at } => ("password_changed", context! { at => moment(*at)? }),
            Mail::AddressAlreadyRegistered => ("address_already_registered", context! {}),
            Mail::SessionEndedAfterReuse { device, at } => {
                let details = context! {
                    device => device.as_deref().and_then(device::displayable),
                    at => moment(*at)?,
                };
                ("session_ended_after_reuse", details)
            }
        })
    }

    fn fill(&self, template: &str, details: Value) -> Result<String, Error> {
        self.templates.get_template(template)?.render(details)
    }
}

fn token(letter: &Letter) -> Result<&SecretString, Source> {
    letter.token.as_ref().ok_or_else(|| "the letter has no token".into())
}

/// `21 November 2026, 09:30 UTC`: a mail may lie for hours before it is read, so it names moments
/// and not durations.
fn moment(moment: Timestamp) -> Result<String, time::error::Format> {
    let format =
        format_description!("[day padding:none] [month repr:long] [year], [hour]:[minute] UTC");
    moment.to_offset_date_time().format(format)
}

/// A subject is a header: no line break, whatever a name in it holds.
fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
pub(crate) mod tests;
