use std::io::{self, Write};

use bookplate_crypto::SystemClock;
use bookplate_domain::{
    roles::{ListUsers, Roles},
    shared::{Client, Clock, Cursor, Limit},
    users::{User, UserError, UserFilter},
};
use clap::Args;

use super::{filter::Filter, user_line};
use crate::{compose::compose, config::Settings, failure::Failure};

#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    filter: Filter,
    /// How many at most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..))]
    limit: u64,
    /// Print one JSON object a line
    #[arg(long)]
    json: bool,
}

impl List {
    /// Runs the command.
    pub async fn run(self, settings: &Settings) -> Result<(), Failure> {
        let mut pages = Pages::new(self.filter.read()?);
        let roles = compose(settings).await?.bookplate.roles;
        let mut out = io::stdout().lock();
        let mut left = self.limit;
        while let (Some(limit), false) = (at_most(left), pages.are_done()) {
            let page = pages.next(&roles, limit).await;
            let page = page.map_err(Failure::while_("cannot list the accounts"))?;
            left = left.saturating_sub(page.len() as u64);
            let now = SystemClock.now();
            for user in &page {
                let line = match self.json {
                    true => user_line::json(user, now)?,
                    false => user_line::line(user, now),
                };
                writeln!(out, "{line}").map_err(Failure::while_("cannot print"))?;
            }
        }
        if !self.json && !pages.are_done() {
            let line = format!("there are more than {}: say --limit", self.limit);
            writeln!(out, "{line}").map_err(Failure::while_("cannot print"))?;
        }
        Ok(())
    }
}

/// The largest page that has no more than `left`; `None` for none.
fn at_most(left: u64) -> Option<Limit> {
    Limit::parse(left.min(u64::from(Limit::MAX))).ok()
}

/// The accounts that a filter lets through, one page after the other.
pub struct Pages {
    filter: UserFilter,
    after: Option<Cursor<User>>,
    done: bool,
}

impl Pages {
    /// Begins with the first page.
    pub fn new(filter: UserFilter) -> Self {
        Self { filter, after: None, done: false }
    }

    /// Whether there is no further page.
    pub fn are_done(&self) -> bool {
        self.done
    }

    /// The next page.
    pub async fn next(&mut self, roles: &Roles, limit: Limit) -> Result<Vec<User>, UserError> {
        let query = ListUsers {
            filter: self.filter.clone(),
            after: self.after.take(),
            limit,
            client: Client::default(),
        };
        let page = roles.list_users(None, query).await?;
        self.done = page.next.is_none();
        self.after = page.next;
        Ok(page.items)
    }
}
