use actix_web::{
    FromRequest, HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder, dev::Payload,
    web::Data,
};
use bookplate_domain::{Bookplate, users::EmailAddress};
use minijinja::context;
use secrecy::SecretString;

use super::{
    Page,
    link::{self, PastedLink, TypedName},
    template::{self, Template},
    texts::{PageTexts, Texts},
};
use crate::{HttpConfig, edge::Languages, problem::Problem, wire::Fields};

/// A request for one of the pages, and the language that its visitor reads.
pub(crate) struct Visit {
    pub(super) page: Page,
    pub(super) texts: &'static Texts,
    min_length: usize,
    config: Data<HttpConfig>,
    request: HttpRequest,
}

/// How the form is shown; all is empty at first.
#[derive(Default)]
pub(super) struct Form {
    /// The link that the visitor gave before; it need not be asked for.
    pub(super) kept_link: Option<String>,
    /// What is wrong with the link.
    pub(super) link_fault: Option<String>,
    /// The name that the visitor gave before.
    pub(super) kept_name: Option<String>,
    /// What is wrong with the name.
    pub(super) name_fault: Option<String>,
    /// What is wrong with the password.
    pub(super) password_fault: Option<String>,
    /// Anything else that is wrong.
    pub(super) alert: Option<String>,
}

impl Visit {
    pub(super) fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let page = request.app_data::<Page>();
        let page = *page.ok_or_else(|| Problem::internal("not the path of a page"))?;
        let bookplate = request.app_data::<Data<Bookplate>>();
        let bookplate = bookplate.ok_or_else(|| Problem::internal("no application"))?;
        let config = request.app_data::<Data<HttpConfig>>();
        let config = config.ok_or_else(|| Problem::internal("no configuration"))?.clone();
        Ok(Self {
            page,
            texts: Texts::for_reader(&Languages::of(request)),
            min_length: bookplate.policy().passwords.min_length,
            config,
            request: request.clone(),
        })
    }

    /// What this page says in the visitor's language.
    pub(super) fn page_texts(&self) -> &'static PageTexts {
        self.page.texts(self.texts)
    }

    /// The token in the field for the link; the field is kept for the case that anything is wrong.
    pub(super) fn read_token(&self, fields: &mut Fields) -> Option<SecretString> {
        fields.text("token", |pasted| {
            self.request.extensions_mut().insert(PastedLink(pasted.to_owned()));
            link::read_token(pasted)
        })
    }

    /// Keeps what was typed as a name for the case that anything is wrong.
    pub(super) fn keep_name(&self, typed: &str) {
        self.request.extensions_mut().insert(TypedName(typed.to_owned()));
    }

    /// The form.
    pub(super) fn show(&self, answer: HttpResponseBuilder, form: Form) -> HttpResponse {
        let (texts, page) = (self.texts, self.page_texts());
        let faults = [&form.alert, &form.link_fault, &form.name_fault, &form.password_fault];
        let wrong = faults.into_iter().any(Option::is_some);
        let details = context! {
            wrong,
            error => texts.problems.error,
            product => self.config.product_name.as_str(),
            heading => page.heading,
            lead => page.lead,
            button => page.button,
            alert => form.alert,
            kept_link => form.kept_link,
            link_label => texts.link.label,
            link_hint => texts.link.hint,
            link_fault => form.link_fault,
            asks_name => self.page.asks_name(),
            kept_name => form.kept_name,
            name_label => texts.name.label,
            name_hint => texts.name.hint,
            name_fault => form.name_fault,
            asks_password => self.page.asks_password(),
            min_length => self.min_length,
            password_label => texts.password.label,
            password_hint => (texts.password.hint)(self.min_length),
            password_fault => form.password_fault,
        };
        template::respond(answer, Template::Form, texts, details)
    }

    /// What the visitor wanted is done. `email` is the address that it was about.
    pub(super) fn done(&self, email: Option<&EmailAddress>) -> HttpResponse {
        let page = self.page_texts();
        let details = context! {
            wrong => false,
            product => self.config.product_name.as_str(),
            heading => page.done_heading,
            done => page.done,
            email => email.map(EmailAddress::written),
        };
        template::respond(HttpResponse::Ok(), Template::Done, self.texts, details)
    }
}

impl FromRequest for Visit {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Self::of(request))
    }
}
