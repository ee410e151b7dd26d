use std::error::Error;

use bookplate_domain::store::Source;

/// A file of templates that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot use the mail template {file}")]
pub(crate) struct TemplateError {
    file: String,
    #[source]
    why: Source,
}

impl TemplateError {
    pub(crate) fn new(file: impl Into<String>, why: impl Into<Source>) -> Self {
        Self { file: file.into(), why: why.into() }
    }

    /// For an error of the template engine, which may be in a file that `file` includes.
    pub(crate) fn within(file: &str, why: minijinja::Error) -> Self {
        let mut innermost = why.name();
        let mut cause = why.source();
        while let Some(error) = cause {
            let name = error.downcast_ref::<minijinja::Error>().and_then(minijinja::Error::name);
            innermost = name.or(innermost);
            cause = error.source();
        }
        Self::new(innermost.unwrap_or(file).to_owned(), why)
    }
}
