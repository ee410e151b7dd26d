use std::{cell::Cell, future::ready, rc::Rc, sync::Arc};

use actix_web::{
    Error, FromRequest, HttpMessage, HttpRequest, HttpResponse, Responder,
    body::BoxBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    middleware::Next,
};
use bookplate_domain::limits::{Allowance, LimitKey, RateLimiter, Rule};

use super::limit::{add_allowance, count, network_of};
use crate::problem::Problem;

/// What a request has to ask for once its body was read and found right: a try of its network under
/// a rule. So a form with a mistake in it costs none.
pub(crate) struct Admission {
    limits: Arc<dyn RateLimiter>,
    rule: Rule,
    network: Option<LimitKey>,
    given: Rc<Cell<Option<Allowance>>>,
}

/// The answer to a request that was counted. Nothing but [`Admission::admit`] makes one, so that a
/// handler that has to answer with it cannot forget to ask.
pub(crate) struct Admitted(HttpResponse);

impl Admission {
    /// Counts the try, and does the work if one was left.
    pub(crate) async fn admit(
        self,
        work: impl Future<Output = Result<HttpResponse, Problem>>,
    ) -> Result<Admitted, Problem> {
        self.given.set(count(self.limits.as_ref(), self.rule, self.network.as_ref()).await?);
        work.await.map(Admitted)
    }
}

impl FromRequest for Admission {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let kept = request.extensions_mut().remove::<Self>();
        ready(kept.ok_or_else(|| Problem::internal("this route counts no request once it is read")))
    }
}

impl Responder for Admitted {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.0
    }
}

/// Lets a request be read if its network has tries left under [`Rule::PasswordStrength`], since
/// reading it takes an estimate of a password. Its handler counts it under `rule` by an
/// [`Admission`]. The answer tells how many tries are left under the last rule that it counted for.
pub(crate) async fn limited_once_read(
    limits: Arc<dyn RateLimiter>,
    rule: Rule,
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let network = network_of(&request);
    let to_read = match count(limits.as_ref(), Rule::PasswordStrength, network.as_ref()).await {
        Ok(allowance) => allowance,
        Err(problem) => return Ok(request.error_response(problem)),
    };
    let given = Rc::new(Cell::new(None));
    request.extensions_mut().insert(Admission { limits, rule, network, given: given.clone() });
    let mut response = next.call(request).await?;
    add_allowance(&mut response, given.get().or(to_read));
    Ok(response)
}

#[cfg(test)]
mod tests;
