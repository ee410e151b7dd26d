mod list;

use bookplate_domain::{
    sessions::{KeyState, RotateSigningKey, Sessions},
    shared::Client,
};
use clap::Subcommand;

use self::list::List;
use crate::{compose::compose, config::Settings, failure::Failure};

#[derive(Debug, Subcommand)]
pub enum Keys {
    /// List the keys that sign access tokens or did, the oldest first
    List(List),
    /// Make the key that signs next; nobody is signed out
    Rotate,
    /// Remove a key and refuse every access token that it signed; sessions go on
    Revoke {
        /// Its name, as `keys list` shows it; one in 64 begins with a hyphen
        #[arg(allow_hyphen_values = true)]
        kid: String,
        /// Do it: without this, nothing is removed
        #[arg(long)]
        yes: bool,
    },
}

impl Keys {
    /// Runs the command. Nodes that are running hear of it, or see it within a minute.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        match self {
            Self::List(list) => list.run(settings).await,
            Self::Rotate => rotate(settings).await,
            Self::Revoke { kid, yes: true } => revoke(&kid, settings).await,
            Self::Revoke { yes: false, .. } => Err(Failure::Refused(
                "keys revoke: every access token of the key would be refused; say --yes".into(),
            )),
        }
    }
}

async fn rotate(settings: &Settings) -> Result<(), Failure> {
    let sessions = opened(settings).await?;
    let command = RotateSigningKey { client: Client::default() };
    let rotated = sessions.rotate_signing_key(None, command).await;
    let key = rotated.map_err(Failure::while_("cannot rotate the signing keys"))?;
    println!("{} signs from {}", key.kid, key.active_at);
    Ok(())
}

async fn revoke(kid: &str, settings: &Settings) -> Result<(), Failure> {
    let sessions = opened(settings).await?;
    let revoked = sessions.revoke_signing_key(kid).await;
    if !revoked.map_err(Failure::while_("cannot revoke the signing key"))? {
        return Err(Failure::Refused(format!("{kid} is not a signing key")));
    }
    println!("{kid} is revoked: access tokens that it signed are refused, refresh tokens go on");
    let keys = sessions.list_signing_keys().await;
    let keys = keys.map_err(Failure::while_("cannot list the signing keys"))?;
    for (key, _) in keys.iter().filter(|(_, state)| *state == KeyState::Signing) {
        println!("{} signs", key.kid);
    }
    Ok(())
}

/// The sessions, once it is sure that the configured secret opens the keys: a key that is made
/// under another could not be opened by any node.
async fn opened(settings: &Settings) -> Result<Sessions, Failure> {
    let sessions = compose(settings).await?.bookplate.sessions;
    sessions.load_signing_keys().await?;
    Ok(sessions)
}
