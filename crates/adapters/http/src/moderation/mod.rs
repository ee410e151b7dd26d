//! `/moderation`: what is done about reported messages.

pub(crate) mod list_reports;
pub(crate) mod read_report;
pub(crate) mod resolve_report;

pub(crate) use list_reports::list_reports;
pub(crate) use read_report::read_report;
pub(crate) use resolve_report::resolve_report;

#[cfg(test)]
mod tests;
