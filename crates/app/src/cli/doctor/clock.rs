use std::sync::Arc;

use bookplate_seaorm::Inspection;

use super::{finding::Finding, installation::Installation, skew};
use crate::{
    compose,
    failure::{Causes, Failure},
};

const NAME: &str = "clock";
const SECOND: i64 = 1000;
/// The header is whole seconds, and servers write the same one for half a second more.
const COARSE: i64 = SECOND + SECOND / 2;

/// Compares this machine's clock with the database's and with that of whoever answers at the public
/// URL.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if all.database_file().is_none() {
        findings.push(against_the_database(&all).await);
    }
    if let Ok(answer) = all.public_url.get("/livez").await
        && let Some(date) = answer.date
    {
        let seconds = i64::from(date) * SECOND;
        let apart = skew::apart(
            answer.asked_at.unix_millis(),
            answer.had_at.unix_millis(),
            seconds,
            seconds + COARSE,
        );
        findings.push(skew::finding("the clock at server.public_url", apart));
    }
    if findings.is_empty() {
        findings.push(Finding::ok(NAME, "there is no other to compare with"));
    }
    findings
}

async fn against_the_database(all: &Installation) -> Finding {
    let reading = async {
        let inspection = Inspection::connect(&compose::database_options(&all.settings)).await;
        let inspection = inspection.map_err(|error| Causes(&error).to_string())?;
        let reading = inspection.clock(all.clock.as_ref()).await;
        reading.map_err(|error| Failure::while_("it does not answer")(error).line())
    };
    match reading.await {
        Ok(Some(reading)) => {
            let theirs = reading.theirs.unix_millis();
            let (asked_at, had_at) = (reading.asked_at.unix_millis(), reading.had_at.unix_millis());
            skew::finding("the database's clock", skew::apart(asked_at, had_at, theirs, theirs))
        }
        Ok(None) => Finding::ok(NAME, "the database has this machine's"),
        Err(why) => Finding::error(NAME, format!("cannot ask the database: {why}")),
    }
}
