use std::{
    fs,
    path::{Path, PathBuf},
};

use bookplate_domain::shared::{LanguageTag, Locale, TimeZoneName};
use bookplate_email::{KINDS, Rendered, sample};
use clap::{Args, ValueEnum, builder::PossibleValuesParser};

use crate::{config::Settings, failure::Failure, mail_transports::renderer};

#[derive(Debug, Args)]
pub struct Preview {
    /// Which mail, or `all`
    #[arg(value_parser = PossibleValuesParser::new(KINDS.into_iter().chain(["all"])))]
    template: String,
    /// The reader's language
    #[arg(long, default_value = "en")]
    language: String,
    /// The reader's time zone
    #[arg(long, default_value = "UTC")]
    time_zone: String,
    /// Which part to print
    #[arg(long, value_enum, default_value_t = Part::Text)]
    part: Part,
    /// Write every part into this folder instead, in every language if the mail is `all`
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Part {
    Subject,
    Text,
    Html,
}

impl Preview {
    /// Runs the command; no database is opened.
    pub fn run(self, settings: &Settings) -> Result<(), Failure> {
        let renderer = renderer(settings)?;
        let time_zone = TimeZoneName::parse(&self.time_zone)
            .map_err(|invalid| Failure::Refused(format!("--time-zone: {}", invalid.message)))?;
        let render = |kind: &str, language: &str| {
            let language = LanguageTag::parse(language)
                .map_err(|invalid| Failure::Refused(format!("--language: {}", invalid.message)))?;
            let languages = renderer.languages();
            if !languages.contains(&language.primary()) {
                let known = languages.join(", ");
                return Err(Failure::Refused(format!("--language: mails are in {known}")));
            }
            let locale = Locale { language: Some(language), time_zone: Some(time_zone.clone()) };
            let letter = sample(kind, locale)
                .ok_or_else(|| Failure::Refused(format!("there is no mail {kind}")))?;
            renderer.render(&letter).map_err(Failure::while_("cannot render the mail"))
        };
        match (&self.out, self.template.as_str()) {
            (None, "all") => Err(Failure::Refused("all: say --out FOLDER".to_owned())),
            (None, kind) => {
                print!("{}", part(&render(kind, &self.language)?, self.part));
                Ok(())
            }
            (Some(folder), "all") => {
                for language in renderer.languages() {
                    for kind in KINDS {
                        save(folder, &language, kind, &render(kind, &language)?)?;
                    }
                }
                Ok(())
            }
            (Some(folder), kind) => {
                save(folder, &self.language, kind, &render(kind, &self.language)?)
            }
        }
    }
}

fn part(mail: &Rendered, part: Part) -> String {
    match part {
        Part::Subject => format!("{}\n", mail.subject),
        Part::Text => format!("{}\n", mail.text),
        Part::Html => format!("{}\n", mail.html),
    }
}

fn save(folder: &Path, language: &str, kind: &str, mail: &Rendered) -> Result<(), Failure> {
    let folder = folder.join(language);
    let saved = fs::create_dir_all(&folder).and_then(|()| {
        fs::write(folder.join(format!("{kind}.txt")), part(mail, Part::Text))?;
        fs::write(folder.join(format!("{kind}.html")), part(mail, Part::Html))?;
        fs::write(folder.join(format!("{kind}.subject.txt")), part(mail, Part::Subject))
    });
    saved.map_err(|error| Failure::Refused(format!("--out: {}: {error}", folder.display())))
}
