use std::sync::LazyLock;

use actix_web::{HttpResponse, HttpResponseBuilder, http::header};
use minijinja::{Environment, Error, UndefinedBehavior, Value, context};

use super::texts::Texts;

/// A page runs our script, wears our style, and posts to us alone.
const PAGE_CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// What may stand in the layout.
#[derive(Clone, Copy)]
pub(super) enum Template {
    /// The form, and what is wrong with it.
    Form,
    /// That it is done.
    Done,
}

impl Template {
    const fn name(self) -> &'static str {
        match self {
            Self::Form => "form.html",
            Self::Done => "done.html",
        }
    }
}

/// The templates; what ends in `.html` is escaped as HTML. A name that a template uses and nobody
/// gives is an error, not a gap.
static TEMPLATES: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.add_template("layout.html", include_str!("files/layout.html"))?;
    templates.add_template("form.html", include_str!("files/form.html"))?;
    templates.add_template("done.html", include_str!("files/done.html"))?;
    Ok(templates)
});

/// A whole page as an answer.
pub(super) fn respond(
    mut answer: HttpResponseBuilder,
    template: Template,
    texts: &Texts,
    details: Value,
) -> HttpResponse {
    let details = context! { lang => texts.lang, dir => texts.dir, ..details };
    let html = match fill(template, details) {
        Ok(html) => html,
        Err(error) => {
            tracing::error!(%error, template = template.name(), "a page cannot be rendered");
            return HttpResponse::InternalServerError().finish();
        }
    };
    answer
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_LANGUAGE, texts.lang))
        .insert_header((header::VARY, "Accept-Language"))
        .insert_header((header::CONTENT_SECURITY_POLICY, PAGE_CSP))
        .body(html)
}

fn fill(template: Template, details: Value) -> Result<String, String> {
    let templates = TEMPLATES.as_ref().map_err(ToString::to_string)?;
    let filled = templates.get_template(template.name()).and_then(|page| page.render(details));
    filled.map_err(|error| error.to_string())
}
