use bookplate_domain::{
    roles::Role,
    shared::{Cursor, Limit, Page, Timestamp},
    store::StoreError,
    users::{SearchQuery, Status, User, UserFilter},
};
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use crate::{
    collections::{Collections, Connection},
    page::{no_place, one_more_than, page},
    rows::user::{Model, WHAT, user_columns},
    sql::Sql,
};

/// How many combinations of what accounts are filtered by there are. The column `facets` numbers
/// them, and the indexes hold a list for each: a page is put together from the beginnings of those
/// that the filter lets through, however rare or common each of them is.
const FACETS: u32 = 24;

/// The same statement for each of the combinations that the bits of `$1` name.
macro_rules! union_of_facets {
    ($before:literal, $behind:literal) => {
        union_of_facets!($before, $behind,
            0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23)
    };
    ($before:literal, $behind:literal, $first:literal $($next:literal)*) => {
        concat!(
            $before, "facets = ", $first, " AND ($1 >> ", $first, ") & 1 = 1 AND ", $behind,
            $(" UNION ALL ", $before, "facets = ", $next, " AND ($1 >> ", $next, ") & 1 = 1 AND ",
                $behind,)*
        )
    };
}

/// From behind `$1` on.
const LIST: &str =
    concat!("SELECT ", user_columns!(), " FROM users WHERE id < $1 ORDER BY id DESC LIMIT +$2");

/// From behind `$2` on. `$3` is true for those that are suspended at `$4`, false for those that are
/// not, null for both.
const LIST_SOME_ON_SQLITE: &str = concat!(
    "WITH found AS (",
    union_of_facets!(
        "SELECT id FROM (SELECT id FROM users WHERE ",
        "id < $2 \
         AND ((suspended_until > $4) = $3 OR $3 IS NULL OR suspended_until IS NULL) \
         ORDER BY id DESC LIMIT +$5)"
    ),
    ") SELECT ",
    user_columns!(),
    " FROM users WHERE id IN (SELECT id FROM found ORDER BY id DESC LIMIT +$5) ORDER BY id DESC"
);
/// `facets` is asked for as a range of one number: asked for the number itself, PostgreSQL would
/// also take the primary key for a way to the right order, and read all the others' rows on it.
const LIST_SOME_ON_POSTGRES: &str = concat!(
    "SELECT ",
    user_columns!(),
    " FROM generate_series(0, 23) AS f (number) CROSS JOIN LATERAL (\
     SELECT * FROM users WHERE facets >= f.number AND (facets, id) < (f.number, $2) \
     AND ((suspended_until > $4) = $3 OR $3 IS NULL OR suspended_until IS NULL) \
     ORDER BY facets DESC, id DESC LIMIT +$5) AS found \
     WHERE ($1 >> f.number) & 1 = 1 ORDER BY id DESC LIMIT +$5"
);

/// From behind the key `$2` and the id `$3` on, as long as the keys are less than `$4`; each
/// account at the first of its keys that begins with so many bytes as `$5` says. `$6` and `$7` are
/// `$3` and `$4` above.
const SEARCH_ON_SQLITE: &str = concat!(
    "WITH found AS (",
    union_of_facets!(
        "SELECT key, user_id FROM (SELECT key, user_id FROM user_search_keys WHERE ",
        "(key, user_id) > ($2, $3) AND key < $4 AND shared < $5 \
         AND ((suspended_until > $7) = $6 OR $6 IS NULL OR suspended_until IS NULL) \
         ORDER BY key, user_id LIMIT +$8)"
    ),
    "), page AS (SELECT key, user_id FROM found ORDER BY key, user_id LIMIT +$8) SELECT key, ",
    user_columns!(),
    " FROM page CROSS JOIN users ON id = user_id ORDER BY key, id"
);
const SEARCH_ON_POSTGRES: &str = concat!(
    "WITH page AS (SELECT key, user_id \
     FROM generate_series(0, 23) AS f (number) CROSS JOIN LATERAL (\
     SELECT key, user_id FROM user_search_keys WHERE facets = f.number \
     AND (key, user_id) > ($2, $3) AND key < $4 AND shared < $5 \
     AND ((suspended_until > $7) = $6 OR $6 IS NULL OR suspended_until IS NULL) \
     ORDER BY key, user_id LIMIT +$8) AS found \
     WHERE ($1 >> f.number) & 1 = 1 ORDER BY key, user_id LIMIT +$8) SELECT key, ",
    user_columns!(),
    " FROM page JOIN users ON id = user_id ORDER BY key, id"
);

impl<C: Connection> Collections<C> {
    /// One page of accounts, the newest first. A cursor is the 16 bytes of the last id.
    pub(super) async fn list_users(
        &self,
        filter: &UserFilter,
        now: Timestamp,
        after: Option<&Cursor<User>>,
        limit: Limit,
    ) -> Result<Page<User>, StoreError> {
        // No id is as high as the highest number.
        let after = after.map_or(Ok(Uuid::max()), |cursor| Uuid::from_slice(cursor.key()));
        let after = after.map_err(|_| no_place())?;
        let all = UserFilter { query: filter.query.clone(), ..UserFilter::default() } == *filter;
        let list = if all {
            Sql::new(&self.connection, LIST).bind(after)
        } else {
            Sql::either(&self.connection, LIST_SOME_ON_SQLITE, LIST_SOME_ON_POSTGRES)
                .bind(facets(filter))
                .bind(after)
                .bind(filter.status.map(|status| status == Status::Suspended))
                .at(now)
        };
        let rows: Vec<Model> = list.bind(one_more_than(limit)).all(WHAT).await?;
        page(rows, limit, |row| row.id.as_bytes().to_vec())
    }

    /// One page of those that are found, in the order of their keys. A cursor is the 16 bytes of
    /// the last id and then the key at which it was found.
    pub(super) async fn search_users(
        &self,
        query: &SearchQuery,
        filter: &UserFilter,
        now: Timestamp,
        after: Option<&Cursor<User>>,
        limit: Limit,
    ) -> Result<Page<User>, StoreError> {
        let prefix = query.prefix();
        // No id is as low as zero.
        let (key, id) = after.map_or(Ok((prefix, Uuid::nil())), read_place)?;
        let rows: Vec<Found> = Sql::either(&self.connection, SEARCH_ON_SQLITE, SEARCH_ON_POSTGRES)
            .bind(facets(filter))
            .bind(key)
            .bind(id)
            .bind(end_of(prefix))
            .bind(i64::try_from(prefix.len()).unwrap_or(i64::MAX))
            .bind(filter.status.map(|status| status == Status::Suspended))
            .at(now)
            .bind(one_more_than(limit))
            .all(WHAT)
            .await?;
        page(rows, limit, |row| [row.user.id.as_bytes(), row.key.as_bytes()].concat())
    }
}

fn read_place(cursor: &Cursor<User>) -> Result<(&str, Uuid), StoreError> {
    let (id, key) = cursor.key().split_first_chunk().ok_or_else(no_place)?;
    Ok((str::from_utf8(key).map_err(|_| no_place())?, Uuid::from_bytes(*id)))
}

/// A text behind all that begin with a prefix, and before all others that are behind it. Both
/// databases compare byte by byte, which is the order of the characters.
fn end_of(prefix: &str) -> String {
    let mut end = prefix.to_owned();
    while let Some(last) = end.pop() {
        if let Some(next) = (last..=char::MAX).nth(1) {
            end.push(next);
            return end;
        }
    }
    // Behind all that there are: no key is so long.
    std::iter::repeat_n(char::MAX, SearchQuery::MAX_CHARS + 1).collect()
}

/// The combinations that a filter lets through, as bits.
fn facets(filter: &UserFilter) -> i64 {
    (0..FACETS).filter(|number| lets_through(filter, *number)).map(|number| 1 << number).sum()
}

/// The number of a combination is that of the role, 4 if the mailbox is proven, and 8 if the
/// account was suspended for good, 16 if until some moment: that may be over.
fn lets_through(filter: &UserFilter, facets: u32) -> bool {
    let role = |role| match role {
        Role::Anonymous => 0,
        Role::User => 1,
        Role::Moderator => 2,
        Role::Admin => 3,
    };
    let suspension = match filter.status {
        None => true,
        Some(Status::Active) => facets / 8 != 1,
        Some(Status::Suspended) => facets / 8 != 0,
    };
    suspension
        && filter.role.is_none_or(|wanted| role(wanted) == facets % 4)
        && filter.verified.is_none_or(|wanted| wanted == (facets / 4 % 2 == 1))
}

/// An account and the key at which it was found.
struct Found {
    key: String,
    user: Model,
}

impl FromQueryResult for Found {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let user = Model::from_query_result(row, prefix)?;
        Ok(Self { key: row.try_get(prefix, "key")?, user })
    }
}

impl TryFrom<Found> for User {
    type Error = StoreError;

    fn try_from(found: Found) -> Result<Self, StoreError> {
        found.user.try_into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_begins_with_a_prefix_is_before_its_end() {
        for (prefix, end) in [
            ("an", "ao".to_owned()),
            ("a\u{d7ff}", "a\u{e000}".to_owned()),
            ("a\u{10ffff}\u{10ffff}", "b".to_owned()),
            ("\u{10ffff}", "\u{10ffff}".repeat(SearchQuery::MAX_CHARS + 1)),
        ] {
            assert_eq!(end_of(prefix), end);
            assert!(format!("{prefix}\u{10ffff}z") < end);
        }
    }

    #[test]
    fn each_combination_is_let_through_by_its_own_filter_only() {
        assert_eq!(facets(&UserFilter::default()), (1 << FACETS) - 1);
        let filter = UserFilter {
            role: Some(Role::Admin),
            status: Some(Status::Suspended),
            verified: Some(true),
            query: None,
        };
        assert_eq!(facets(&filter), 1 << 15 | 1 << 23);
        let active = UserFilter { status: Some(Status::Active), ..filter };
        assert_eq!(facets(&active), 1 << 7 | 1 << 23);
    }
}
