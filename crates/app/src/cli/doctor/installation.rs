use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use bookplate_crypto::SystemClock;
use bookplate_domain::shared::Clock;
use bookplate_seaorm::Inspection;
use tokio::sync::OnceCell;

use super::{
    finding::{Finding, Status},
    public_url::PublicUrl,
};
use crate::{
    compose::{Composition, compose, database_options},
    config::{Mode, Settings},
    secret_file,
};

/// What is looked at, and what more than one check needs for that.
pub(super) struct Installation {
    pub settings: Settings,
    /// The file that `--config` names.
    pub file: Option<PathBuf>,
    pub clock: Arc<dyn Clock>,
    pub public_url: PublicUrl,
    composition: OnceCell<Result<Composition, String>>,
    schema_waits: OnceCell<bool>,
}

impl Installation {
    pub fn new(settings: Settings, file: Option<PathBuf>) -> Self {
        let public_url = PublicUrl::new(settings.server.public_url.as_str());
        let clock = Arc::new(SystemClock);
        let (composition, schema_waits) = Default::default();
        Self { settings, file, clock, public_url, composition, schema_waits }
    }

    /// What is a fault in production, and in development a thing to know.
    pub fn grave(&self) -> Status {
        match self.settings.server.mode {
            Mode::Production => Status::Error,
            Mode::Development => Status::Warning,
        }
    }

    pub fn is_production(&self) -> bool {
        self.settings.server.mode == Mode::Production
    }

    /// The application on its database, without bringing the schema up to date; or why not.
    ///
    /// It lets visitors in even where the service does not: there is one of the doctor's own.
    pub async fn composition(&self) -> Result<&Composition, String> {
        if let Some(missing) = self.missing() {
            return Err(missing);
        }
        if *self.schema_waits.get_or_init(|| self.look_at_schema()).await {
            return Err("the schema is not up to date: the next start brings it there".to_owned());
        }
        let composed = self.composition.get_or_init(|| async {
            let mut settings = self.settings.clone();
            settings.database.migrate = false;
            settings.anonymous.enabled = true;
            compose(&settings).await.map_err(|failure| failure.line())
        });
        composed.await.as_ref().map_err(Clone::clone)
    }

    /// Whether steps of the schema wait that the next start takes.
    async fn look_at_schema(&self) -> bool {
        if !self.settings.database.migrate {
            return false;
        }
        let options = database_options(&self.settings);
        let Ok(inspection) = Inspection::connect(&options).await else { return false };
        let steps = inspection.migrations().await.unwrap_or_default();
        steps.iter().any(|(_, applied)| !applied)
    }

    /// What the first start makes, and nobody else is to make.
    pub fn missing(&self) -> Option<String> {
        let database = self.database_file().filter(|file| !file.exists());
        if let Some(file) = database {
            let file = file.display();
            return Some(format!("there is no {file} yet: the first start makes it"));
        }
        let secret = self.settings.secret.is_empty().then(|| self.generated_secret());
        let secret = secret.filter(|file| fs::metadata(file).is_err())?;
        Some(format!("there is no {} yet: the first start makes it", secret.display()))
    }

    /// The file of a database that is one, and not in memory.
    pub fn database_file(&self) -> Option<&Path> {
        let file = self.settings.database.url.sqlite_file();
        file.filter(|file| *file != Path::new(":memory:"))
    }

    /// Where the secret is, or will be, that is made where none is configured.
    pub fn generated_secret(&self) -> PathBuf {
        secret_file::file(&secret_file::data_directory(&self.settings))
    }

    /// That a check could not look.
    pub fn unseen(&self, name: &'static str, why: &str) -> Vec<Finding> {
        let is_new = self.missing().is_some() || self.schema_waits.get() == Some(&true);
        let status = if is_new { self.grave() } else { Status::Error };
        vec![Finding::new(status, name, format!("not looked at: {why}"))]
    }
}

/// Whether this runs in a container, where nobody else reads files or connects to the loopback.
pub(super) fn in_a_container() -> bool {
    ["/.dockerenv", "/run/.containerenv"].iter().any(|file| Path::new(file).exists())
}
