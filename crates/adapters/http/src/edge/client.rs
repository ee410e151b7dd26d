use std::convert::Infallible;

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header};
use bookplate_domain::shared::Client;

use super::{RequestName, client_address::client_address, device::device_name};

/// Where the request came from.
pub(crate) struct RequestClient(pub(crate) Client);

impl RequestClient {
    fn of(request: &HttpRequest) -> Client {
        let agent = request.headers().get(header::USER_AGENT);
        Client {
            ip: client_address(request),
            user_agent: agent.and_then(|value| Client::user_agent(value.to_str().ok()?)),
            device: None,
            request_id: request.extensions().get::<RequestName>().map(|name| name.0.clone()),
        }
    }
}

impl FromRequest for RequestClient {
    type Error = Infallible;
    type Future = std::future::Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Ok(Self(Self::of(request))))
    }
}

/// Where the request came from, with the name of its device: for what opens a session.
pub(crate) struct NamedClient(pub(crate) Client);

impl FromRequest for NamedClient {
    type Error = Infallible;
    type Future = std::future::Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let client = RequestClient::of(request);
        let device = client.user_agent.as_deref().and_then(device_name);
        std::future::ready(Ok(Self(Client { device, ..client })))
    }
}
