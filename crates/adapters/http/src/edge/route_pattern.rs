use actix_web::HttpRequest;

/// The path of a route as the table has it. Never the path that was asked for: that may hold what
/// belongs neither in a log nor in a name of something that is counted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RoutePattern(pub(crate) &'static str);

impl RoutePattern {
    /// That of a request which has come to its route.
    pub(crate) fn of(request: &HttpRequest) -> &'static str {
        request.app_data::<Self>().map_or("unknown", |pattern| pattern.0)
    }
}
