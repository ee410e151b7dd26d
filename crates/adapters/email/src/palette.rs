use minijinja::{Value, context};

use crate::{AccentColor, rgb::Rgb};

/// The colours of a mail. Text stands on `card`, the button's on `button`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Palette {
    page: Rgb,
    card: Rgb,
    text: Rgb,
    muted: Rgb,
    link: Rgb,
    button: Rgb,
    button_text: Rgb,
}

impl Palette {
    /// For a light screen. The button is of the very colour; where that is too pale for a link,
    /// the link's darker one is also the button's rim.
    pub(crate) fn light(accent: AccentColor) -> Self {
        let card = Rgb::WHITE;
        Self {
            page: Rgb([0xf4, 0xf4, 0xf5]),
            card,
            text: Rgb([0x18, 0x18, 0x1b]),
            muted: Rgb([0x52, 0x52, 0x5b]),
            link: accent.0.readable_on(card, Rgb::BLACK),
            button: accent.0,
            button_text: accent.0.ink(),
        }
    }

    /// For a dark screen: the button is light enough to be seen too.
    pub(crate) fn dark(accent: AccentColor) -> Self {
        let card = Rgb([0x27, 0x27, 0x2a]);
        let accent = accent.0.readable_on(card, Rgb::WHITE);
        Self {
            page: Rgb([0x18, 0x18, 0x1b]),
            card,
            text: Rgb([0xf4, 0xf4, 0xf5]),
            muted: Rgb([0xb4, 0xb4, 0xbb]),
            link: accent,
            button: accent,
            button_text: accent.ink(),
        }
    }

    pub(crate) fn to_value(self) -> Value {
        context! {
            page => self.page.to_string(),
            card => self.card.to_string(),
            text => self.text.to_string(),
            muted => self.muted.to_string(),
            link => self.link.to_string(),
            button => self.button.to_string(),
            button_text => self.button_text.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sixteen steps of each channel, both ends among them.
    fn colours() -> impl Iterator<Item = AccentColor> {
        let step = |index: u16| u8::try_from(index * 17).unwrap();
        (0..16 * 16 * 16)
            .map(move |n| AccentColor(Rgb([step(n / 256), step(n / 16 % 16), step(n % 16)])))
    }

    #[test]
    fn everything_can_be_read_in_both_modes_whatever_the_colour() {
        for accent in colours() {
            for (mode, p) in [("light", Palette::light(accent)), ("dark", Palette::dark(accent))] {
                for (what, colour, on) in [
                    ("text", p.text, p.card),
                    ("muted", p.muted, p.card),
                    ("link", p.link, p.card),
                    ("button", p.button_text, p.button),
                    ("text where the card is not shown", p.text, p.page),
                    ("muted where the card is not shown", p.muted, p.page),
                ] {
                    let contrast = colour.contrast(on);
                    assert!(contrast >= 4.5, "{accent}, {mode}: {what} has {contrast:.2}");
                }
            }
            let dark = Palette::dark(accent);
            assert!(dark.button.contrast(dark.card) >= 4.5, "{accent}");
        }
    }

    #[test]
    fn a_colour_that_can_be_read_is_left_as_it_is() {
        let blue = AccentColor::default();
        assert_eq!(Palette::light(blue).link, blue.0);
        assert_eq!(Palette::light(blue).button, blue.0);
        assert_ne!(Palette::dark(blue).button, blue.0);
        let yellow = AccentColor(Rgb([255, 200, 0]));
        assert_eq!(Palette::light(yellow).button, yellow.0);
        assert_ne!(Palette::light(yellow).link, yellow.0);
        assert_eq!(Palette::dark(yellow).link, yellow.0);
        assert_eq!(Palette::dark(yellow).button_text, Rgb::BLACK);
    }
}
