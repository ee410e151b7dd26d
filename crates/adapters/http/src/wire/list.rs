//! Lists: how a page of one is asked for, and given.

use std::fmt::Display;

use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload, web::Data};
use bookplate_domain::{
    sessions::Actor,
    shared::{Cursor, CursorCodec, FieldCode, Invalid, Limit, Page},
};
use serde::Serialize;
use serde_json::{Map, Value};
use url::form_urlencoded;
use utoipa::{IntoParams, ToSchema};

use super::{Fields, form};
use crate::{edge::RoutePattern, problem::Problem};

/// Which page, and how large.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the shape for the document; the parameters are read one by one")]
pub(crate) struct PageParams {
    /// How many items, 20 if nothing is said.
    #[param(minimum = 1, maximum = 100, example = 20)]
    limit: Option<u16>,
    /// `nextCursor` of the page before, asked for by the same caller and with the same filters.
    #[param(min_length = 1)]
    cursor: Option<String>,
}

/// A page of a list.
#[derive(Serialize, ToSchema)]
#[schema(as = Page)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageView<V> {
    /// The items in the order of the list.
    pub(crate) data: Vec<V>,
    /// Where the next page begins; null on the last.
    pub(crate) next_cursor: Option<String>,
}

/// A query string that asks for a page: filters, read as strictly as the fields of a body, a limit
/// and a cursor.
pub(crate) struct ListQuery {
    /// The filters, to be taken out one by one.
    pub(crate) fields: Fields,
    cursor: Option<String>,
    /// The list and its filters.
    list: String,
    cursors: Data<dyn CursorCodec>,
}

/// Which page is wanted, once the filters are read.
pub(crate) struct Paging {
    /// How many items.
    pub(crate) limit: Limit,
    cursor: Option<String>,
    /// Who asks, for which list, with which filters.
    scope: String,
    cursors: Data<dyn CursorCodec>,
}

impl ListQuery {
    fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let cursors = request.app_data::<Data<dyn CursorCodec>>();
        let cursors = cursors.ok_or_else(|| Problem::internal("no codec of cursors"))?.clone();
        let mut values = form::parse(request.query_string().as_bytes())?;
        let cursor = values.remove("cursor").and_then(|value| value.as_str().map(str::to_owned));
        let path = RoutePattern::of(request);
        let list = format!("{path}?{}", filters(&values));
        Ok(Self { fields: Fields::new(values), cursor, list, cursors })
    }

    /// The list of what belongs to one thing, which the path names.
    pub(crate) fn of_one(self, id: impl Display) -> Self {
        let list = format!("{id} {}", self.list);
        Self { list, ..self }
    }

    /// Ends the reading, as [`Fields::finish`] does.
    pub(crate) fn finish<F>(
        self,
        caller: &Actor,
        make: impl FnOnce() -> Option<F>,
    ) -> Result<(F, Paging), Problem> {
        let Self { mut fields, cursor, list, cursors } = self;
        let limit = fields.optional_text("limit", parse_limit);
        let (filter, limit) = fields.finish(|| Some((make()?, limit?)))?;
        let limit = limit.unwrap_or(Limit::DEFAULT);
        let scope = format!("{} {list}", caller.user_id);
        Ok((filter, Paging { limit, cursor, scope, cursors }))
    }
}

impl Paging {
    /// Where the page begins; `None` for the first.
    pub(crate) fn after<T>(&self) -> Result<Option<Cursor<T>>, Problem> {
        let Some(text) = &self.cursor else { return Ok(None) };
        let key = self.cursors.open(&self.scope, text).map_err(|_| Problem::invalid_cursor())?;
        Ok(Some(Cursor::after(key)))
    }

    /// The answer with a page.
    pub(crate) fn present<'p, T, V: Serialize>(
        &self,
        page: &'p Page<T>,
        view: impl Fn(&'p T) -> V,
    ) -> HttpResponse {
        let data = page.items.iter().map(view).collect();
        HttpResponse::Ok().json(PageView { data, next_cursor: self.next_cursor(page) })
    }

    /// Where the next page begins, for the caller.
    pub(crate) fn next_cursor<T>(&self, page: &Page<T>) -> Option<String> {
        let next = page.next.as_ref();
        next.map(|cursor| self.cursors.seal(&self.scope, cursor.key()))
    }
}

impl FromRequest for ListQuery {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Self::of(request))
    }
}

/// Everything but the size of the page, in one order whatever order it was asked in.
fn filters(values: &Map<String, Value>) -> String {
    let pairs = values.iter().filter(|(name, _)| *name != "limit");
    let mut pairs: Vec<_> =
        pairs.map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default())).collect();
    pairs.sort_unstable();
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn parse_limit(text: &str) -> Result<Limit, Invalid> {
    let count = text.parse().map_err(|_| Invalid::new(FieldCode::InvalidFormat, "not a number"));
    count.and_then(Limit::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_filters_are_the_same_list() {
        let list = |query: &str| filters(&form::parse(query.as_bytes()).unwrap());
        assert_eq!(list("b=2&a=%31&limit=5"), list("a=1&b=2"));
        assert_ne!(list("a=1&b=2"), list("a=1%26b=2"));
        assert_ne!(list("a="), list(""));
    }

    #[test]
    fn a_limit_is_a_number_within_its_bounds() {
        assert_eq!(parse_limit("7").map(Limit::get), Ok(7));
        for (text, code) in [
            ("", FieldCode::InvalidFormat),
            ("x", FieldCode::InvalidFormat),
            ("-1", FieldCode::InvalidFormat),
            ("1.5", FieldCode::InvalidFormat),
            ("0", FieldCode::OutOfRange),
            ("101", FieldCode::OutOfRange),
        ] {
            assert_eq!(parse_limit(text).map_err(|invalid| invalid.code), Err(code), "{text}");
        }
    }
}
