use std::{
    collections::{BTreeMap, btree_map::Entry},
    path::Path,
};

use bookplate_domain::{shared::Locale, store::Source};
use minijinja::{Environment, UndefinedBehavior, Value};

use crate::{KINDS, sample};

mod builtin;
mod content;
mod error;
mod language;
mod overrides;

pub(crate) use content::Content;
pub(crate) use error::TemplateError;
pub(crate) use language::{Direction, Language};

/// Texts of files by their names below the folder of templates.
type Files = BTreeMap<String, String>;

/// The language of whoever named none, or none that is here; and of every mail that another
/// language lacks.
const DEFAULT_LANGUAGE: &str = "en";

/// What mails are made of.
#[derive(Debug)]
pub(crate) struct Templates {
    layouts: Environment<'static>,
    languages: BTreeMap<String, Folder>,
}

/// The files of one language.
#[derive(Debug)]
struct Folder {
    language: Language,
    mails: BTreeMap<&'static str, Content>,
}

/// What one mail says in the language that was found for its reader.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wording<'a> {
    pub(crate) tag: &'a str,
    pub(crate) language: &'a Language,
    pub(crate) kind: &'static str,
    pub(crate) content: &'a Content,
}

impl Templates {
    /// Reads all files, those of `overrides` in the place of ours. Nothing is read later.
    pub(crate) fn read(overrides: Option<&Path>) -> Result<Self, TemplateError> {
        let mut files: Files =
            builtin::files().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        if let Some(folder) = overrides {
            overrides::read(folder, &mut files)?;
        }
        let mut layouts = Environment::new();
        // A name that a template uses and nobody gives is an error, not a gap.
        layouts.set_undefined_behavior(UndefinedBehavior::Strict);
        for name in builtin::FRAME {
            let text = files.remove(name).unwrap_or_default();
            layouts
                .add_template_owned(name, text)
                .map_err(|error| TemplateError::within(name, error))?;
        }
        Ok(Self { layouts, languages: folders(&files)? })
    }

    /// The languages that have anything to say.
    pub(crate) fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// How a mail is worded for a reader: in their language if it has this mail, else in English.
    pub(crate) fn wording(
        &self,
        kind: &'static str,
        locale: &Locale,
    ) -> Result<Wording<'_>, Source> {
        let wanted = locale.language.as_ref().map(|language| language.primary());
        [wanted.as_deref(), Some(DEFAULT_LANGUAGE)]
            .into_iter()
            .flatten()
            .find_map(|wanted| {
                let (tag, Folder { language, mails }) = self.languages.get_key_value(wanted)?;
                Some(Wording { tag, language, kind, content: mails.get(kind)? })
            })
            .ok_or_else(|| format!("there is no mail {kind}").into())
    }

    /// Fills a text that stands in `file`.
    pub(crate) fn fill(
        &self,
        file: &str,
        text: &str,
        values: &Value,
    ) -> Result<String, TemplateError> {
        self.layouts
            .render_named_str(file, text, values.clone())
            .map_err(|error| TemplateError::within(file, error))
    }

    /// Fills a layout. One whose name ends in `.html` escapes what it is given.
    pub(crate) fn lay_out(&self, name: &str, values: &Value) -> Result<String, TemplateError> {
        self.layouts
            .get_template(name)
            .and_then(|layout| layout.render(values.clone()))
            .map_err(|error| TemplateError::within(name, error))
    }
}

impl Wording<'_> {
    /// The name of the file that the content stands in.
    pub(crate) fn file(&self) -> String {
        format!("{}/{}.toml", self.tag, self.kind)
    }

    /// The name of the file that the language stands in.
    pub(crate) fn language_file(&self) -> String {
        format!("{}/language.toml", self.tag)
    }
}

fn folders(files: &Files) -> Result<BTreeMap<String, Folder>, TemplateError> {
    let mut folders = BTreeMap::new();
    for (name, text) in files {
        let Some((tag, file)) = name.split_once('/') else { continue };
        let folder = match folders.entry(tag.to_owned()) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                entry.insert(Folder { language: language(tag, files)?, mails: BTreeMap::new() })
            }
        };
        let stem = file.strip_suffix(".toml");
        if let Some(kind) = KINDS.into_iter().find(|kind| Some(*kind) == stem) {
            let has_link =
                sample(kind, Locale::default()).is_some_and(|letter| letter.token.is_some());
            let content = Content::parse(text, has_link)
                .map_err(|error| TemplateError::new(name.as_str(), error))?;
            folder.mails.insert(kind, content);
        }
    }
    Ok(folders)
}

fn language(tag: &str, files: &Files) -> Result<Language, TemplateError> {
    let name = format!("{tag}/language.toml");
    let text = files
        .get(&name)
        .ok_or_else(|| TemplateError::new(name.as_str(), "a new language needs this file"))?;
    toml::from_str(text).map_err(|error| TemplateError::new(name, error))
}
