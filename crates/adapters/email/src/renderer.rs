use std::path::Path;

use bookplate_domain::{mail::Letter, store::Source};
use minijinja::{Value, context};

use crate::{
    Links, Sender,
    inserted::one_line,
    palette::Palette,
    plain_text,
    templates::{Templates, Wording},
};

mod facts;
mod trial;

use facts::Facts;

/// Makes a mail out of what the domain wants to say, in its reader's language and time zone.
///
/// Nothing that an unproven caller typed stands in a mail, or anybody could have us send their
/// words to a mailbox of their choice.
#[derive(Debug)]
pub struct Renderer {
    links: Links,
    sender: Sender,
    templates: Templates,
}

/// A mail as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML, complete and without anything to load but the sender's logo.
    pub html: String,
}

impl Renderer {
    /// Reads the templates, those in the folder `overrides` in the place of the built-in ones of
    /// the same name, and looks at the configuration. Every mail is rendered once for a trial, so
    /// that a wrong file is an error now; it is named.
    pub fn new(links: Links, sender: Sender, overrides: Option<&Path>) -> Result<Self, Source> {
        links.check()?;
        sender.check()?;
        let renderer = Self { links, sender, templates: Templates::read(overrides)? };
        trial::run(&renderer)?;
        Ok(renderer)
    }

    /// The languages that mails are written in, by their tags.
    pub fn languages(&self) -> Vec<String> {
        self.templates.languages().map(str::to_owned).collect()
    }

    /// Renders a letter. The same letter is rendered alike every time, so that a provider
    /// recognises a repetition.
    pub fn render(&self, letter: &Letter) -> Result<Rendered, Source> {
        let wording = self.templates.wording(letter.mail.kind(), &letter.locale)?;
        let facts = Facts::new(letter, &wording, self)?;
        let plain = facts.to_value();
        let fill = |text: &str| self.templates.fill(&wording.file(), text, &plain);
        let subject = one_line(&fill(&wording.content.subject)?);
        let frame = self.frame(&subject, self.link(letter)?, &wording, &facts)?;
        Ok(Rendered {
            text: plain_text::wrapped(&self.templates.lay_out("layout.txt", &frame)?),
            html: self.templates.lay_out("layout.html", &frame)?,
            subject,
        })
    }

    fn link(&self, letter: &Letter) -> Result<Option<String>, Source> {
        let Some(mailed) = letter.mail.token() else { return Ok(None) };
        let token = letter.token.as_ref().ok_or("the letter has no token")?;
        let link = self.links.to(mailed.purpose, token);
        link.map(Some).ok_or_else(|| "no page takes this token".into())
    }

    /// What the layouts are given.
    fn frame(
        &self,
        subject: &str,
        link: Option<String>,
        wording: &Wording<'_>,
        facts: &Facts,
    ) -> Result<Value, Source> {
        let Wording { content, language, .. } = wording;
        let values = facts.in_text(language.direction);
        let fill = |file: &str, text: &str| -> Result<String, Source> {
            Ok(one_line(&self.templates.fill(file, text, &values)?))
        };
        let (own, shared) = (wording.file(), wording.language_file());
        let paragraphs = |texts: &[String]| -> Result<Vec<String>, Source> {
            let filled: Result<Vec<String>, Source> =
                texts.iter().map(|text| fill(&own, text)).collect();
            Ok(filled?.into_iter().filter(|text| !text.is_empty()).collect())
        };
        let action = content.action.as_deref().map(|text| fill(&own, text)).transpose()?;
        let support = self.sender.support.as_ref();
        let questions = support.map(|_| fill(&shared, &language.questions)).transpose()?;
        let accent = self.sender.accent_color;
        Ok(context! {
            subject,
            heading => fill(&own, &content.heading)?,
            before => paragraphs(&content.before)?,
            action,
            link,
            copy_link => fill(&shared, &language.copy_link)?,
            after => paragraphs(&content.after)?,
            questions,
            language => language.to_value(wording.tag),
            logo => self.sender.logo.as_deref(),
            light => Palette::light(accent).to_value(),
            dark => Palette::dark(accent).to_value(),
            product_name => facts.product(),
            ..values
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;
