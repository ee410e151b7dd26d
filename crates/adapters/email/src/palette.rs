use minijinja::{Value, context};

/// The colours of a mail. Text stands on `card`, the button's on `button`.
pub(crate) struct Palette {
    page: &'static str,
    card: &'static str,
    text: &'static str,
    muted: &'static str,
    link: &'static str,
    button: &'static str,
    button_text: &'static str,
}

pub(crate) const LIGHT: Palette = Palette {
    page: "#f4f4f5",
    card: "#ffffff",
    text: "#18181b",
    muted: "#52525b",
    link: "#1d4ed8",
    button: "#1d4ed8",
    button_text: "#ffffff",
};

pub(crate) const DARK: Palette = Palette {
    page: "#18181b",
    card: "#27272a",
    text: "#f4f4f5",
    muted: "#b4b4bb",
    link: "#93c5fd",
    button: "#93c5fd",
    button_text: "#172554",
};

impl Palette {
    pub(crate) fn to_value(&self) -> Value {
        context! {
            page => self.page,
            card => self.card,
            text => self.text,
            muted => self.muted,
            link => self.link,
            button => self.button,
            button_text => self.button_text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2: relative luminance.
    fn luminance(colour: &str) -> f64 {
        let channel = |index: usize| {
            let value = u8::from_str_radix(&colour[index..index + 2], 16).unwrap();
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn everything_can_be_read_in_both_modes() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        for (mode, p) in [("light", LIGHT), ("dark", DARK)] {
            for (what, colour, on) in [
                ("text", p.text, p.card),
                ("muted", p.muted, p.card),
                ("link", p.link, p.card),
                ("button", p.button_text, p.button),
                ("text where the card is not shown", p.text, p.page),
                ("muted where the card is not shown", p.muted, p.page),
            ] {
                let contrast = contrast(colour, on);
                assert!(contrast >= 4.5, "{mode}: {what} has {contrast:.2}");
            }
        }
    }
}
