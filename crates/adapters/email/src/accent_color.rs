use std::fmt;

use crate::rgb::Rgb;

/// The colour of a product: of the buttons in its mails and, as far as they can be read in it, of
/// the links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccentColor(pub(crate) Rgb);

/// The text is not a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a colour: # and six hexadecimal digits, such as #1d4ed8")]
pub struct InvalidAccentColor;

impl AccentColor {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Result<Self, InvalidAccentColor> {
        Rgb::parse(text).map(Self).ok_or(InvalidAccentColor)
    }
}

/// A blue, `#1d4ed8`.
impl Default for AccentColor {
    fn default() -> Self {
        Self(Rgb([0x1d, 0x4e, 0xd8]))
    }
}

/// `#rrggbb`, in lower case.
impl fmt::Display for AccentColor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_six_hexadecimal_digits_behind_a_hash() {
        let parse = |text| AccentColor::parse(text).map(|color| color.to_string());
        assert_eq!(parse("#0A0b0c").as_deref(), Ok("#0a0b0c"));
        assert_eq!(parse("#1d4ed8"), Ok(AccentColor::default().to_string()));
        for wrong in ["", "#", "1d4ed8", "#1d4ed", "#1d4ed88", "#fff", "#+d4ed8", "#ééé", "red"]
        {
            assert_eq!(AccentColor::parse(wrong), Err(InvalidAccentColor), "{wrong}");
        }
    }
}
