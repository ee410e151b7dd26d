use std::fmt;

/// A colour of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rgb(pub [u8; 3]);

impl Rgb {
    pub(crate) const BLACK: Self = Self([0; 3]);
    pub(crate) const WHITE: Self = Self([255; 3]);
    /// The least contrast at which WCAG 2.2 calls text readable (1.4.3, level AA).
    pub(crate) const READABLE: f64 = 4.5;

    /// Reads `#rrggbb`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
            return None;
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    /// The contrast of text and what it stands on: 1 to 21, whichever is the text.
    pub(crate) fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// Black or white, whichever reads better on this. One of them always has at least 4.58.
    pub(crate) fn ink(self) -> Self {
        if self.contrast(Self::BLACK) >= self.contrast(Self::WHITE) {
            Self::BLACK
        } else {
            Self::WHITE
        }
    }

    /// This colour with as little of `other` mixed in as makes it readable on `ground`.
    pub(crate) fn readable_on(self, ground: Self, other: Self) -> Self {
        (0..255)
            .map(|share| self.mixed(other, share))
            .find(|mixed| mixed.contrast(ground) >= Self::READABLE)
            .unwrap_or(other)
    }

    /// `share` of 255 parts are the other.
    fn mixed(self, other: Self, share: u16) -> Self {
        let channel = |index: usize| {
            let (one, other) = (u16::from(self.0[index]), u16::from(other.0[index]));
            u8::try_from((one * (255 - share) + other * share) / 255).unwrap_or(u8::MAX)
        };
        Self([channel(0), channel(1), channel(2)])
    }

    /// WCAG 2.2: relative luminance.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

/// As CSS writes it: `#rrggbb`.
impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((Rgb::BLACK.contrast(Rgb::WHITE) - 21.0).abs() < 1e-9);
        assert!((Rgb([0x76; 3]).contrast(Rgb::WHITE) - 4.54).abs() < 0.005);
        assert!((Rgb([9; 3]).contrast(Rgb([9; 3])) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn ink_is_dark_on_light_and_light_on_dark() {
        assert_eq!(Rgb([255, 255, 0]).ink(), Rgb::BLACK);
        assert_eq!(Rgb([0, 0, 255]).ink(), Rgb::WHITE);
    }

    #[test]
    fn a_readable_colour_is_kept_and_another_is_mixed_no_more_than_needed() {
        let blue = Rgb([0x1d, 0x4e, 0xd8]);
        assert_eq!(blue.readable_on(Rgb::WHITE, Rgb::BLACK), blue);
        let darker = Rgb([255, 200, 0]).readable_on(Rgb::WHITE, Rgb::BLACK);
        let contrast = darker.contrast(Rgb::WHITE);
        assert!((4.5..4.7).contains(&contrast), "{darker} {contrast}");
    }
}
