use minijinja::{Value, context};
use serde::Deserialize;

/// What a language says around all its mails, and how it is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Language {
    pub(crate) direction: Direction,
    /// The fonts of the HTML, as CSS names them.
    #[serde(default = "latin_fonts")]
    font: String,
    /// The height of a line in times of the letters'.
    #[serde(default = "latin_line_height")]
    line_height: f64,
    /// The months as they stand in a date.
    pub(crate) months: [String; 12],
    /// How a moment is told: a template with `day`, `month`, `year`, `hour`, `minute`, `zone`.
    pub(crate) moment: String,
    /// Where to ask: a template with `support` and `product`.
    pub(crate) questions: String,
    /// What to do where buttons do not work: a template with `product`.
    pub(crate) copy_link: String,
}

/// Which way a language runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Direction {
    Ltr,
    Rtl,
}

impl Language {
    /// What the layouts know of it.
    pub(crate) fn to_value(&self, tag: &str) -> Value {
        let (direction, align) = match self.direction {
            Direction::Ltr => ("ltr", "left"),
            Direction::Rtl => ("rtl", "right"),
        };
        context! {
            tag,
            direction,
            align,
            font => self.font.as_str(),
            line_height => self.line_height,
        }
    }
}

fn latin_fonts() -> String {
    "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif".to_owned()
}

fn latin_line_height() -> f64 {
    1.5
}
