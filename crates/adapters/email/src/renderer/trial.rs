use bookplate_domain::{
    shared::{LanguageTag, Locale},
    store::Source,
};
use secrecy::ExposeSecret;

use super::Renderer;
use crate::{KINDS, sample, samples::bare_sample, templates::TemplateError};

/// Renders a sample of every mail in every language: what goes wrong goes wrong now.
pub(super) fn run(renderer: &Renderer) -> Result<(), Source> {
    for tag in renderer.templates.languages() {
        let language = Some(LanguageTag::from_stored(tag.to_owned()));
        let locale = Locale { language, time_zone: None };
        for kind in KINDS {
            let letters = [sample(kind, locale.clone()), bare_sample(kind, locale.clone())];
            for letter in letters.into_iter().flatten() {
                let mail = renderer.render(&letter)?;
                let Some(token) = &letter.token else { continue };
                for (layout, body) in [("layout.txt", &mail.text), ("layout.html", &mail.html)] {
                    if !body.contains(token.expose_secret()) {
                        return Err(TemplateError::new(layout, "it leaves the link out").into());
                    }
                }
            }
        }
    }
    Ok(())
}
