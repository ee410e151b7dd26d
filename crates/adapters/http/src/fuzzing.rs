//! A way in for `crates/fuzz-targets` and `benches` to what else is nobody's business. Only its
//! feature `fuzzing` builds it, and no promise is made of anything in it.
#![allow(missing_docs)]

use std::net::SocketAddr;

use actix_web::{
    FromRequest,
    dev::Payload,
    http::header::{HeaderName, HeaderValue},
    test::TestRequest,
    web::{Bytes, Data},
};
use bookplate_domain::{
    chats::{Chat, Message},
    shared::{Client, Timestamp},
};
use serde_json::Value;

use crate::{
    ProxyConfig,
    chats::export_chat::markdown,
    edge::NamedClient,
    wire::{MessageView, PageView, SentJson, strict_json},
};

/// Who a request with these headers comes from; those that no server would read are left out.
pub fn client(peer: SocketAddr, proxies: &ProxyConfig, headers: &[(&[u8], &[u8])]) -> Client {
    let config = Data::new(proxies.clone());
    let mut request = TestRequest::default().peer_addr(peer).app_data(config);
    for (name, value) in headers {
        let parsed = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value));
        if let (Ok(name), Ok(value)) = parsed {
            request = request.append_header((name, value));
        }
    }
    let client = NamedClient::from_request(&request.to_http_request(), &mut Payload::None);
    match client.into_inner() {
        Ok(NamedClient(client)) => client,
        Err(never) => match never {},
    }
}

pub fn strict_json(bytes: &[u8]) -> Option<Value> {
    strict_json::parse(bytes).ok()
}

pub fn is_strict_json(text: &str) -> bool {
    strict_json::check(text).is_ok()
}

/// A body, or a part of one, as it was sent.
#[derive(Debug)]
pub struct Body(SentJson);

impl Body {
    pub fn read(bytes: &[u8]) -> Option<Self> {
        SentJson::of_body(Bytes::copy_from_slice(bytes)).ok().map(Self)
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub fn members(&self) -> Option<Vec<(String, Self)>> {
        let members = self.0.members()?.into_iter();
        Some(members.map(|(name, value)| (name, Self(value))).collect())
    }

    pub fn items(&self) -> Option<Vec<Self>> {
        Some(self.0.items()?.into_iter().map(Self).collect())
    }

    pub fn value(&self) -> Option<Value> {
        self.0.value()
    }
}

pub fn markdown_heading(chat: &Chat) -> String {
    markdown::heading(chat)
}

pub fn markdown_message(message: &Message) -> String {
    markdown::message(message)
}

/// The last page of messages as it is answered, but for which is the newest.
pub fn message_page(messages: &[Message], now: Timestamp) -> serde_json::Result<String> {
    let data = messages.iter().map(|message| MessageView::new(message, now)).collect();
    serde_json::to_string(&PageView { data, next_cursor: None })
}
