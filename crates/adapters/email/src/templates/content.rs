use serde::Deserialize;

/// What one mail says in one language. Every text is a template; a paragraph that comes out empty
/// is left out.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Content {
    pub(crate) subject: String,
    pub(crate) heading: String,
    /// The paragraphs before the button, or all.
    pub(crate) before: Vec<String>,
    /// What the button says, if the mail has a link.
    pub(crate) action: Option<String>,
    /// The paragraphs after the button.
    #[serde(default)]
    pub(crate) after: Vec<String>,
}

impl Content {
    /// Reads a file of a mail that has a link or has none.
    pub(super) fn parse(
        text: &str,
        has_link: bool,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let content: Self = toml::from_str(text)?;
        match &content {
            Self { subject, .. } if subject.trim().is_empty() => Err("the subject is empty".into()),
            Self { heading, .. } if heading.trim().is_empty() => Err("the heading is empty".into()),
            Self { action: None, .. } if has_link => {
                Err("the mail has a link, and there is no action to name it".into())
            }
            Self { action: Some(_), .. } if !has_link => {
                Err("there is an action, and the mail has no link".into())
            }
            _ => Ok(content),
        }
    }
}
