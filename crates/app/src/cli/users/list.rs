use std::io::{self, Write};

use bookplate_domain::shared::Limit;
use bookplate_http::admin_user_line;
use clap::Args;

use super::{filter::Filter, pages::Pages, user_line::user_line};
use crate::{compose::compose, config::Settings, failure::Failure};

const UNPRINTED: &str = "cannot print";

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
        let bookplate = compose(settings).await?.bookplate;
        let mut out = io::stdout().lock();
        let mut left = self.limit;
        while let (Some(limit), false) = (at_most(left), pages.are_done()) {
            let page = pages.next(&bookplate.roles, limit).await;
            let page = page.map_err(Failure::while_("cannot list the accounts"))?;
            left = left.saturating_sub(page.len() as u64);
            let now = bookplate.now();
            for user in &page {
                let line = match self.json {
                    true => admin_user_line(user, now).map_err(Failure::while_(UNPRINTED))?,
                    false => user_line(user, now),
                };
                writeln!(out, "{line}").map_err(Failure::while_(UNPRINTED))?;
            }
        }
        if !self.json && !pages.are_done() {
            let line = format!("there are more than {}: say a larger --limit", self.limit);
            writeln!(out, "{line}").map_err(Failure::while_(UNPRINTED))?;
        }
        Ok(())
    }
}

/// The largest page that has no more than `left`; `None` for none.
fn at_most(left: u64) -> Option<Limit> {
    Limit::parse(left.min(u64::from(Limit::MAX))).ok()
}
