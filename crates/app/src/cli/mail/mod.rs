mod list;
mod preview;

use bookplate_domain::{
    sessions::SessionError,
    shared::{Client, MailId},
};
use clap::Subcommand;
use uuid::Uuid;

use self::{list::List, preview::Preview};
use crate::{compose::compose, config::Settings, failure::Failure};

#[derive(Debug, Subcommand)]
pub enum Mail {
    /// List mails, the newest first
    List(List),
    /// Have a mail that was given up tried again
    Retry {
        /// Its id, as `mail list` shows it
        id: Uuid,
    },
    /// Show a mail as its reader would get it, with made-up details
    Preview(Preview),
}

impl Mail {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        match self {
            Self::List(list) => list.run(settings).await,
            Self::Retry { id } => retry(id, settings).await,
            Self::Preview(preview) => preview.run(settings),
        }
    }
}

async fn retry(id: Uuid, settings: &Settings) -> Result<(), Failure> {
    let mailroom = compose(settings).await?.bookplate.mail;
    match mailroom.retry_mail(None, MailId::from_uuid(id), &Client::default()).await {
        Ok(()) => {
            println!("{id} will be tried again");
            Ok(())
        }
        Err(SessionError::NotFound) => {
            Err(Failure::Refused(format!("{id} is not a mail that was given up")))
        }
        Err(error) => Err(Failure::while_("cannot have the mail tried again")(error)),
    }
}
