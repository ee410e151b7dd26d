use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket},
    sync::Arc,
    time::Duration,
};

use bookplate_domain::{
    audit::{EventFilter, EventKind, Whose},
    roles::DeleteUser,
    secrecy::ExposeSecret,
    sessions::{KeyState, SessionGrant, StartAnonymous},
    shared::{Client, IfVersion, Limit, Locale, UserId},
    store::{Store, StoreError},
};
use bookplate_http::ProxyHeader;
use serde_json::json;
use tokio::time::timeout;

use super::{
    finding::{Finding, Status},
    installation::Installation,
    seen_address::{FORGED, Seen},
};
use crate::{
    compose::Composition,
    failure::{Causes, Failure},
};

const NAME: &str = "proxies";
/// For each of two questions, which leaves time to delete the visitor.
const PATIENCE: Duration = Duration::from_secs(3);
const LIVE: &str = "/livez";
const LOG_OUT: &str = "/api/v1/auth/logout";

/// Finds out which address the service believes a request is from, when the request says something
/// else. Only the service knows, and tells nobody but its database: so a visitor of our own logs out
/// through the public URL, and the audit trail has from where. Then the visitor is deleted.
pub(super) async fn check(all: Arc<Installation>) -> Vec<Finding> {
    // Where nobody is there, or somebody else, no visitor has to be made.
    match timeout(PATIENCE, all.public_url.get(LIVE)).await {
        Err(_) => return vec![late()],
        Ok(Err(silence)) => return vec![silence.finding(&all, NAME)],
        Ok(Ok(answer)) => {
            if let Some(fault) = answer.fault(LIVE) {
                return vec![Finding::error(NAME, fault)];
            }
        }
    }
    let composition = match all.composition().await {
        Ok(composition) => composition,
        Err(why) => return all.unseen(NAME, &why),
    };
    let sessions = &composition.bookplate.sessions;
    // A visitor's tokens are signed. Where no key is there none is made: that is for the service.
    match sessions.list_signing_keys().await {
        Ok(keys) if keys.iter().any(|(_, state)| *state == KeyState::Signing) => {}
        Ok(_) => return all.unseen(NAME, "no key signs yet: the next start makes one"),
        Err(error) => return all.unseen(NAME, &Causes(&error).to_string()),
    }
    if let Err(error) = sessions.load_signing_keys().await {
        return all.unseen(NAME, &Failure::from(error).line());
    }
    let visit = StartAnonymous { locale: Locale::default(), client: Client::default() };
    let grant = match sessions.start_anonymous(visit).await {
        Ok(grant) => grant,
        Err(error) => return all.unseen(NAME, &Causes(&error).to_string()),
    };
    // Whatever comes of it, the visitor is deleted.
    let found = tokio::select! {
        found = timeout(PATIENCE, log_out(&all, composition, &grant)) => found,
        _ = tokio::signal::ctrl_c() => Ok(Finding::error(NAME, "interrupted")),
    };
    let mut findings = vec![found.unwrap_or_else(|_| late())];
    let command =
        DeleteUser { id: grant.user.id, if_version: IfVersion::Any, client: Client::default() };
    if let Err(error) = composition.bookplate.roles.delete_user(None, command).await {
        let why = Causes(&error);
        let detail = format!("the visitor {} could not be deleted: {why}", grant.user.id);
        findings.push(Finding::warning(NAME, detail));
    }
    findings
}

fn late() -> Finding {
    Finding::error(NAME, format!("no answer within {PATIENCE:?}"))
}

async fn log_out(all: &Installation, composition: &Composition, grant: &SessionGrant) -> Finding {
    let forged = match all.settings.server.proxy_header {
        ProxyHeader::XForwardedFor => ("x-forwarded-for", FORGED.to_string()),
        ProxyHeader::Forwarded => ("forwarded", format!("for={FORGED}")),
    };
    let body = json!({ "refreshToken": grant.tokens.refresh.expose_secret() }).to_string();
    let answer = match all.public_url.post(LOG_OUT, (forged.0, &forged.1), body).await {
        Ok(answer) => answer,
        Err(silence) => return silence.finding(all, NAME),
    };
    if let Some(fault) = answer.fault(LOG_OUT) {
        return Finding::error(NAME, fault);
    }
    if answer.status.as_u16() != 204 {
        let status = answer.status.as_u16();
        return Finding::error(NAME, format!("{LOG_OUT} is answered with {status}, not with 204"));
    }
    match noted(composition, grant.user.id).await {
        Ok(Some(Some(seen))) => judge(all, seen, answer.peer),
        Ok(Some(None)) => Finding::new(
            Status::Warning,
            NAME,
            "the service saw no address at all: its connections have none",
        ),
        Ok(None) => Finding::error(
            NAME,
            "whoever answers at server.public_url works on another database, or under another secret",
        ),
        Err(error) => Finding::error(NAME, format!("cannot read the audit trail: {error}")),
    }
}

/// The address of the log out, if that was noted.
async fn noted(
    composition: &Composition,
    visitor: UserId,
) -> Result<Option<Option<IpAddr>>, StoreError> {
    let filter = EventFilter {
        whose: Some(Whose::Target(visitor)),
        kind: Some(EventKind::LoggedOut),
        ..EventFilter::default()
    };
    let page = composition.store.read().audit().list(&filter, None, Limit::LEAST).await?;
    Ok(page.items.into_iter().next().map(|event| event.client.ip))
}

fn judge(all: &Installation, seen: IpAddr, peer: Option<SocketAddr>) -> Finding {
    let trusted = &all.settings.server.trusted_proxies.0;
    let trusts = |address: IpAddr| trusted.iter().any(|network| network.contains(&address));
    let seen = Seen {
        address: seen,
        is_trusted: trusts(seen),
        own: peer.and_then(own_address).map(|own| (own, trusts(own))),
        peer: peer.map(|peer| peer.ip().to_canonical()),
    };
    seen.finding(NAME)
}

/// The address that connections from here to somebody come from, as far as this machine knows.
fn own_address(peer: SocketAddr) -> Option<IpAddr> {
    let any: IpAddr = match peer {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    // Nothing is sent: a datagram's socket only looks up the way.
    let socket = UdpSocket::bind((any, 0)).ok()?;
    socket.connect(peer).ok()?;
    Some(socket.local_addr().ok()?.ip().to_canonical())
}
