use bookplate_domain::{
    roles::Role,
    users::{SearchQuery, Status, UserFilter},
};
use clap::Args;

use crate::{cli::words::one_of, failure::Failure};

/// Which accounts a command is about.
#[derive(Debug, Args)]
pub struct Filter {
    /// Only those whose address, or a word of whose name, begins with this
    #[arg(long, value_name = "TEXT")]
    query: Option<String>,
    /// Only those of this role
    #[arg(long, value_parser = one_of(&Role::ALL, Role::as_str))]
    role: Option<Role>,
    /// Only those that may be used, or may not
    #[arg(long, value_parser = one_of(&Status::ALL, Status::as_str))]
    status: Option<Status>,
    /// Only those whose mailbox is proven; with =false, only the others
    #[arg(
        long, value_name = "BOOL",
        num_args = 0..=1, require_equals = true, default_missing_value = "true"
    )]
    verified: Option<bool>,
}

impl Filter {
    /// What was typed, read.
    pub fn read(self) -> Result<UserFilter, Failure> {
        let query = self.query.as_deref().map(SearchQuery::parse).transpose();
        let query =
            query.map_err(|invalid| Failure::Refused(format!("--query: {}", invalid.message)))?;
        Ok(UserFilter { query, role: self.role, status: self.status, verified: self.verified })
    }

    /// Whether nothing was asked for.
    pub fn is_empty(&self) -> bool {
        self.query.is_none()
            && self.role.is_none()
            && self.status.is_none()
            && self.verified.is_none()
    }
}
