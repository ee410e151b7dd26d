use bookplate_domain::{
    shared::{Cursor, Limit, Page, Timestamp},
    users::{SearchQuery, User, UserFilter},
};

use super::pages::{from_the_end, page};
use crate::state::State;

/// One page of the accounts that a filter lets through.
pub(super) fn list(
    state: &State,
    filter: &UserFilter,
    now: Timestamp,
    after: Option<&Cursor<User>>,
    limit: Limit,
) -> Page<User> {
    let wanted = |user: &&User| {
        filter.role.is_none_or(|role| role == user.role)
            && filter.status.is_none_or(|status| status == user.status(now))
            && filter.verified.is_none_or(|verified| verified == user.email_verified_at.is_some())
    };
    let users = state.users.values().filter(wanted);
    let Some(query) = &filter.query else {
        let newest_first = users.rev().cloned();
        return page(newest_first, |user| from_the_end(id(user)), after, limit);
    };
    let mut found: Vec<&User> = users.filter(|user| place(user, query).is_some()).collect();
    found.sort_by_key(|user| place(user, query));
    let place = |user: &User| place(user, query).unwrap_or_default();
    page(found.into_iter().cloned(), place, after, limit)
}

/// The first key of an account that a query finds, and the id after a byte that is in no text.
fn place(user: &User, query: &SearchQuery) -> Option<Vec<u8>> {
    let first = user.search_keys().into_iter().find(|key| key.starts_with(query.prefix()))?;
    Some(first.into_bytes().into_iter().chain([0]).chain(id(user)).collect())
}

fn id(user: &User) -> [u8; 16] {
    user.id.as_uuid().into_bytes()
}
