//! What the pages say: one file for each language, and the compiler finds what is missing in it.

mod de;
mod en;
mod es;
mod ur;

use std::time::Duration;

use crate::{edge::Languages, problem::whole_seconds};

/// Everything in one language.
pub(super) struct Texts {
    /// The language's tag.
    pub(super) lang: &'static str,
    /// `ltr` or `rtl`.
    pub(super) dir: &'static str,
    pub(super) verify_email: PageTexts,
    pub(super) reset_password: PageTexts,
    pub(super) confirm_email_change: PageTexts,
    pub(super) revert_email_change: PageTexts,
    pub(super) accept_invitation: PageTexts,
    pub(super) link: LinkTexts,
    pub(super) name: NameTexts,
    pub(super) password: PasswordTexts,
    pub(super) problems: ProblemTexts,
}

/// What one page says.
pub(super) struct PageTexts {
    pub(super) heading: &'static str,
    /// What the button will do.
    pub(super) lead: &'static str,
    pub(super) button: &'static str,
    /// The heading once the button has done it, in the place of the one that asks for it.
    pub(super) done_heading: &'static str,
    pub(super) done: &'static str,
    /// The link came too late.
    pub(super) expired: &'static str,
}

/// The field for the link.
pub(super) struct LinkTexts {
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) missing: &'static str,
}

/// The field for the name.
pub(super) struct NameTexts {
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) missing: &'static str,
    /// From the greatest number of characters.
    pub(super) too_long: fn(u64) -> String,
    pub(super) not_allowed: &'static str,
}

/// The field for the new password.
pub(super) struct PasswordTexts {
    pub(super) label: &'static str,
    /// From the least number of characters.
    pub(super) hint: fn(usize) -> String,
    pub(super) missing: &'static str,
    /// From the least number of characters.
    pub(super) too_short: fn(u64) -> String,
    /// From the greatest number of bytes.
    pub(super) too_long: fn(u64) -> String,
    pub(super) too_weak: &'static str,
    pub(super) not_allowed: &'static str,
}

/// What else can be wrong.
pub(super) struct ProblemTexts {
    /// Stands before the heading in the title of the window.
    pub(super) error: &'static str,
    /// The link is unknown or was used.
    pub(super) link_spent: &'static str,
    pub(super) too_often: fn(Wait) -> String,
    pub(super) busy: &'static str,
    pub(super) failed: &'static str,
    pub(super) not_understood: &'static str,
}

/// How long to wait, as one says it: never less than it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    Seconds(u64),
    Minutes(u64),
}

impl Wait {
    pub(super) fn of(duration: Duration) -> Self {
        match whole_seconds(duration).max(1) {
            seconds @ ..60 => Self::Seconds(seconds),
            seconds => Self::Minutes(seconds.div_ceil(60)),
        }
    }
}

impl Texts {
    /// Every language.
    pub(super) const ALL: [&Self; 4] = [&en::TEXTS, &es::TEXTS, &de::TEXTS, &ur::TEXTS];

    /// The first language of the reader that there is; otherwise English.
    pub(super) fn for_reader(languages: &Languages) -> &'static Self {
        let known = |primary: String| Self::ALL.into_iter().find(|texts| texts.lang == primary);
        languages.iter().find_map(|tag| known(tag.primary())).unwrap_or(&en::TEXTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_to_come_back_too_early() {
        let wait = |millis| Wait::of(Duration::from_millis(millis));
        assert_eq!(wait(0), Wait::Seconds(1));
        assert_eq!(wait(58_001), Wait::Seconds(59));
        assert_eq!(wait(59_001), Wait::Minutes(1));
        assert_eq!(wait(60_001), Wait::Minutes(2));
    }

    #[test]
    fn no_two_texts_of_a_language_are_alike() {
        for texts in Texts::ALL {
            let pages = [
                &texts.verify_email,
                &texts.reset_password,
                &texts.confirm_email_change,
                &texts.revert_email_change,
                &texts.accept_invitation,
            ];
            let said = pages
                .map(|page| [page.heading, page.lead, page.button, page.done_heading, page.done]);
            let mut said: Vec<&str> = said.into_iter().flatten().collect();
            let count = said.len();
            said.sort_unstable();
            said.dedup();
            assert_eq!(said.len(), count, "{}", texts.lang);
        }
    }
}
