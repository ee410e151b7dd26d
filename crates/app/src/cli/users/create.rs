use bookplate_domain::{
    roles::Role,
    shared::{Invalid, LanguageTag, Locale, TimeZoneName},
    users::{CreateUser, DisplayName, EmailAddress},
};
use clap::Args;
use secrecy::ExposeSecret;

use super::typed_password::{ask_twice, first_line_of_stdin};
use crate::{
    cli::words::one_of,
    compose::{self, compose},
    config::Settings,
    failure::Failure,
};

#[derive(Debug, Args)]
pub struct Create {
    /// The address that the account signs in with
    #[arg(long)]
    email: String,
    /// What its owner is called
    #[arg(long)]
    name: String,
    /// The language that mails to it are written in, such as de
    #[arg(long)]
    language: Option<String>,
    /// The time zone that mails to it tell moments in, such as Europe/Berlin
    #[arg(long)]
    time_zone: Option<String>,
    /// What it may do
    #[arg(long, default_value = "user", value_parser = one_of(&Role::GIVEN, Role::as_str))]
    role: Role,
    /// Read the password from the first line of stdin instead of asking for it
    #[arg(long)]
    password_stdin: bool,
}

impl Create {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let email = EmailAddress::parse(&self.email).map_err(wrong("--email"))?;
        let name = DisplayName::parse(&self.name).map_err(wrong("--name"))?;
        let locale = Locale {
            language: parsed(self.language, LanguageTag::parse).map_err(wrong("--language"))?,
            time_zone: parsed(self.time_zone, TimeZoneName::parse).map_err(wrong("--time-zone"))?,
        };
        let role = self.role;
        let typed = if self.password_stdin { first_line_of_stdin()? } else { ask_twice()? };
        let password = compose::password_policy(settings)
            .judge(typed.expose_secret(), Some(&email), Some(&name))
            .map_err(wrong("password"))?;

        let composition = compose(settings).await?;
        let users = &composition.bookplate.users;
        let user = users
            .create_user(CreateUser { email, name, locale, password, role })
            .await
            .map_err(Failure::while_("cannot make the account"))?;
        println!("{} {} {}", user.id, self.role, self.email.trim());
        Ok(())
    }
}

fn parsed<T>(
    text: Option<String>,
    parse: impl FnOnce(&str) -> Result<T, Invalid>,
) -> Result<Option<T>, Invalid> {
    text.as_deref().map(parse).transpose()
}

fn wrong(what: &'static str) -> impl FnOnce(Invalid) -> Failure {
    move |invalid| Failure::Refused(format!("{what}: {}", invalid.message))
}
