use std::collections::BTreeMap;

use bookplate_domain::{
    mail::{Letter, Mail},
    shared::Timestamp,
    store::Source,
};
use minijinja::Value;

use super::Renderer;
use crate::{
    device,
    inserted::{cleaned, isolated},
    moment::LocalMoment,
    templates::{Direction, Wording},
};

/// What the texts of a mail may name. What a mail could have but this one lacks is there as
/// nothing.
pub(super) struct Facts(BTreeMap<&'static str, Option<String>>);

impl Facts {
    pub(super) fn new(
        letter: &Letter,
        wording: &Wording<'_>,
        renderer: &Renderer,
    ) -> Result<Self, Source> {
        let sender = &renderer.sender;
        let mut facts = BTreeMap::from([
            ("product", Some(cleaned(&sender.product_name))),
            ("support", sender.support.as_deref().map(cleaned)),
        ]);
        let moment = |at: Timestamp| -> Result<Option<String>, Source> {
            let local = LocalMoment::new(at, letter.locale.time_zone.as_ref());
            let values = local.to_value(&wording.language.months);
            let text = &wording.language.moment;
            let told = renderer.templates.fill(&wording.language_file(), text, &values)?;
            Ok(Some(cleaned(&told)))
        };
        match &letter.mail {
            Mail::VerifyEmail { expires_at, .. }
            | Mail::ResetPassword { expires_at, .. }
            | Mail::ConfirmEmailChange { expires_at, .. }
            | Mail::EmailChangeReverted { expires_at, .. }
            | Mail::Invitation { expires_at, .. } => {
                facts.insert("until", moment(*expires_at)?);
            }
            Mail::EmailChangeRequested { new, expires_at, .. } => {
                facts.insert("until", moment(*expires_at)?);
                facts.insert("new_address", Some(cleaned(new)));
            }
            Mail::PasswordChanged { at } => {
                facts.insert("at", moment(*at)?);
            }
            Mail::AccountSuspended { at, until } => {
                facts.insert("at", moment(*at)?);
                facts.insert("until", until.map_or(Ok(None), moment)?);
            }
            Mail::NewDevice { device, at } | Mail::SessionEndedAfterReuse { device, at } => {
                facts.insert("at", moment(*at)?);
                facts.insert("device", device.as_deref().and_then(device::displayable));
            }
            Mail::SignInMethodAdded { provider, at } => {
                facts.insert("at", moment(*at)?);
                facts.insert("provider", Some(cleaned(provider)));
            }
            Mail::SignInMethodRemoved { provider, at } => {
                facts.insert("at", moment(*at)?);
                facts.insert("provider", provider.as_deref().map(cleaned));
            }
            Mail::AddressAlreadyRegistered | Mail::Welcome | Mail::Goodbye => {}
        }
        Ok(Self(facts))
    }

    /// The product's name as it is.
    pub(super) fn product(&self) -> Option<&str> {
        self.0.get("product").and_then(Option::as_deref)
    }

    /// As they are: for the subject, which mail programs set by themselves.
    pub(super) fn to_value(&self) -> Value {
        self.shown_as(str::to_owned)
    }

    /// As they stand in the text of a language that runs this way.
    pub(super) fn in_text(&self, direction: Direction) -> Value {
        match direction {
            Direction::Ltr => self.to_value(),
            Direction::Rtl => self.shown_as(isolated),
        }
    }

    fn shown_as(&self, show: impl Fn(&str) -> String) -> Value {
        let facts = self.0.iter().map(|(name, fact)| (*name, fact.as_deref().map(&show)));
        Value::from_object(facts.collect::<BTreeMap<_, _>>())
    }
}
