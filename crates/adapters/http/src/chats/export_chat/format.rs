use bookplate_domain::chats::MessageView as View;
use utoipa::ToSchema;

/// How a chat is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ToSchema)]
#[schema(rename_all = "lowercase")]
pub(super) enum Format {
    /// For programs: everything.
    Json,
    /// For people: what is said.
    Markdown,
}

impl Format {
    pub(super) const ALL: [Self; 2] = [Self::Json, Self::Markdown];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Markdown => "markdown",
        }
    }

    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Markdown => "text/markdown; charset=utf-8",
        }
    }

    /// How the names of such files end.
    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Markdown => "md",
        }
    }

    /// Which messages are written.
    pub(super) const fn view(self) -> View {
        match self {
            Self::Json => View::All,
            Self::Markdown => View::Active,
        }
    }
}
