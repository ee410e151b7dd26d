use std::{collections::BTreeSet, sync::Arc};

use bookplate_domain::sessions::KeyState;
use serde::Deserialize;

use super::{finding::Finding, installation::Installation};

const NAME: &str = "jwks";
const PATH: &str = "/.well-known/jwks.json";
/// What RFC 7517 calls it, and what the service does.
const TYPES: [&str; 2] = ["application/json", "application/jwk-set+json"];

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Key>,
}

#[derive(Deserialize)]
struct Key {
    kid: String,
}

/// Compares the keys that everybody can fetch with those of the database.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    let answer = match all.public_url.get(PATH).await {
        Ok(answer) => answer,
        Err(silence) => return vec![silence.finding(&all, NAME)],
    };
    if let Some(fault) = answer.fault(PATH) {
        return vec![Finding::error(NAME, fault)];
    }
    let status = answer.status.as_u16();
    let set: Option<KeySet> = serde_json::from_slice(&answer.body).ok();
    let Some(set) = set.filter(|_| status == 200) else {
        let detail = format!("{PATH} is answered with {status}, and not with keys");
        return vec![Finding::error(NAME, detail)];
    };
    if !TYPES.contains(&answer.content_type.as_str()) {
        let detail = format!("{PATH} says that it is {:?}, not JSON", answer.content_type);
        return vec![Finding::error(NAME, detail)];
    }
    let composition = match all.composition().await {
        Ok(composition) => composition,
        Err(why) => return all.unseen(NAME, &why),
    };
    let kept = match composition.bookplate.sessions.list_signing_keys().await {
        Ok(kept) => kept,
        Err(error) => return all.unseen(NAME, &error.to_string()),
    };
    let published = set.keys.into_iter().map(|key| key.kid).collect();
    let retired = |state| state == KeyState::Retired;
    let kept = kept.into_iter().map(|(key, state)| (key.kid, retired(state))).collect::<Vec<_>>();
    vec![compare(&published, &kept)]
}

/// Keys that have retired may be there or not: whoever removes them may be a moment ahead.
fn compare(published: &BTreeSet<String>, kept: &[(String, bool)]) -> Finding {
    let missing = kept.iter().filter(|(kid, retired)| !retired && !published.contains(kid));
    let missing: Vec<&str> = missing.map(|(kid, _)| kid.as_str()).collect();
    let known = |kid: &&String| kept.iter().any(|(kept, _)| kept == *kid);
    let foreign: Vec<&str> =
        published.iter().filter(|kid| !known(kid)).map(String::as_str).collect();
    match (missing.as_slice(), foreign.as_slice()) {
        ([], []) => Finding::ok(
            NAME,
            format!("{} keys are published, those of this database", published.len()),
        ),
        ([], foreign) => Finding::error(
            NAME,
            format!(
                "{} is published and not in this database: a cache that keeps too long, or another \
                 installation",
                foreign.join(", ")
            ),
        ),
        (missing, _) => Finding::error(
            NAME,
            format!(
                "{} is in this database and not published: a node follows within a minute; else it \
                 is a cache that keeps too long, or another installation",
                missing.join(", ")
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::finding::Status, *};

    #[test]
    fn the_same_keys_have_to_be_in_both_places_but_for_retired_ones() {
        let published = |kids: &[&str]| kids.iter().map(|kid| (*kid).to_owned()).collect();
        let kept = [("a".to_owned(), true), ("b".to_owned(), false)];
        for (kids, status) in [
            (&["a", "b"][..], Status::Ok),
            (&["b"], Status::Ok),
            (&["a"], Status::Error),
            (&[], Status::Error),
            (&["a", "b", "c"], Status::Error),
        ] {
            assert_eq!(compare(&published(kids), &kept).status, status, "{kids:?}");
        }
    }
}
