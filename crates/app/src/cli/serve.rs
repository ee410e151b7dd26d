use std::{io, net::SocketAddr, path::PathBuf, pin::pin, sync::Arc, time::Duration};

use bookplate_crypto::SystemRandom;
use bookplate_domain::Bookplate;
use bookplate_http::{CorsConfig, Http, HttpConfig, ProxyConfig};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    task::{JoinHandle, JoinSet},
    time::timeout,
};

use crate::{
    compose::{Composition, compose},
    config::{Mode, Problem, Settings},
    failure::Failure,
    key_tender::KeyTender,
    limits_sweeper, open_files,
    outbox_worker::OutboxWorker,
    providers, purger, static_files,
};

/// How long the mail in hand may take once the last request was answered.
const LAST_MAIL: Duration = Duration::from_secs(5);

/// How often to look for changes of the signing keys where PostgreSQL tells of them: in case that it
/// does not, well within the minute in which a node must follow the others.
const TOLD: Duration = Duration::from_secs(30);
/// The same on SQLite, which tells nobody of what a command changed.
const UNTOLD: Duration = Duration::from_secs(2);

/// Serves until SIGTERM or SIGINT.
pub async fn run(settings: &Settings) -> Result<(), Failure> {
    let static_dir = static_files::folder(settings)?;
    let max_connections = open_files::raise_limit(&settings.server, &settings.database)?;
    let composition = compose(settings).await?;
    composition.bookplate.sessions.load_signing_keys().await?;

    let server = http(settings, &composition, max_connections, static_dir)
        .bind()
        .map_err(|error| Problem::new("server.bind", error.to_string()))?;
    let mut signals = Signals::listen().map_err(Failure::while_("cannot hear signals"))?;
    announce(settings, &composition, server.address());
    if settings.server.mode == Mode::Production && !settings.limits.enabled {
        tracing::warn!("limits.enabled is false: passwords can be guessed at without end");
    }

    tokio::spawn(providers::report(composition.providers.clone()));
    let mut background = background(settings, &composition);
    let worker = OutboxWorker {
        mailroom: composition.bookplate.mail.clone(),
        bell: composition.store.outbox_bell(),
        poll: settings.mail.poll,
    };
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(worker.run(stopped));

    let handle = server.handle();
    let mut served = pin!(server.run());
    let served = tokio::select! {
        served = &mut served => served,
        // Each of them goes on for ever: one that ends has failed, and another start is better
        // than a node that hears of nothing.
        ended = background.join_next() => {
            stop.send_replace(true);
            drop(handle.stop(true));
            let_go(worker).await;
            let why = ended.map_or_else(String::new, |ended| format!("{ended:?}"));
            return Err(Failure::while_("a background task ended")(why));
        }
        // Mail stops together with the requests, so that both share one deadline.
        () = signals.stop() => {
            stop.send_replace(true);
            drop(handle.stop(true));
            served.await
        }
    };
    stop.send_replace(true);
    drop(background);
    let_go(worker).await;
    served.map_err(Failure::while_("the server failed"))
}

/// What is done beside the requests, and may be stopped at any time. It ends with what is answered.
fn background(settings: &Settings, composition: &Composition) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(limits_sweeper::run(composition.own_limits.clone()));
    let shared_limits = composition.shared_limits.clone();
    tasks.spawn(purger::run("counts of tries", move || {
        let shared_limits = shared_limits.clone();
        async move { shared_limits.purge().await }
    }));
    let throttle = composition.password_throttle.clone();
    tasks.spawn(purger::run("counts of wrong passwords", move || {
        let throttle = throttle.clone();
        async move { throttle.purge().await }
    }));
    let Bookplate { audit, users, chats, identities, .. } = composition.bookplate.clone();
    tasks.spawn(purger::run("sign-ins through providers", move || {
        let identities = identities.clone();
        async move { identities.purge_authorizations().await }
    }));
    let search = chats.clone();
    tasks.spawn(purger::run("words of deleted messages", move || {
        let search = search.clone();
        async move { search.forget_words().await }
    }));
    tasks.spawn(purger::run("security events", move || {
        let audit = audit.clone();
        async move { audit.purge_events().await }
    }));
    tasks.spawn(purger::run("idle visitors", move || {
        let users = users.clone();
        async move { users.purge_visitors().await }
    }));
    tasks.spawn(purger::run("questions of visitors", move || {
        let chats = chats.clone();
        async move { chats.purge_visitor_questions().await }
    }));
    let tender = KeyTender {
        sessions: composition.bookplate.sessions.clone(),
        bell: composition.key_bell.clone(),
        every: match settings.database.url.sqlite_file() {
            Some(_) => UNTOLD,
            None => TOLD,
        },
        random: Arc::new(SystemRandom),
    };
    tasks.spawn(tender.run());
    tasks.spawn(composition.store.listen());
    tasks
}

/// SIGTERM and SIGINT, heard from the moment this is made.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> io::Result<Self> {
        let terminate = signal(SignalKind::terminate())?;
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Self { terminate, interrupt })
    }

    /// Returns when either comes, or came.
    async fn stop(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

fn http(
    settings: &Settings,
    composition: &Composition,
    max_connections: usize,
    static_dir: Option<PathBuf>,
) -> Http {
    let server = &settings.server;
    let config = HttpConfig {
        product_name: settings.mail.product_name.clone(),
        bind: server.bind,
        https: server.public_url.as_str().starts_with("https://"),
        public_url: server.public_url.as_str().to_owned(),
        cors: CorsConfig {
            origins: settings.cors.origins.0.clone(),
            credentials: settings.cors.credentials,
        },
        proxies: ProxyConfig {
            trusted: server.trusted_proxies.0.clone(),
            header: server.proxy_header,
        },
        revocations_key: (!settings.revocations.key.is_empty())
            .then(|| settings.revocations.key.secret().clone()),
        own_pages: settings.links.base.is_none(),
        static_dir,
        workers: (server.workers > 0).then_some(server.workers as usize),
        max_connections,
        shutdown: server.shutdown,
    };
    let http = Http::new(
        composition.bookplate.clone(),
        composition.store.clone(),
        composition.limits.clone(),
        composition.cursors.clone(),
        config,
    );
    match &composition.mailbox {
        Some(mailbox) => http.with_mailbox(mailbox.clone()),
        None => http,
    }
}

/// Says where everything is, with the port that the system chose if the configuration left it 0.
fn announce(settings: &Settings, composition: &Composition, address: SocketAddr) {
    println!("API      http://{address}/api/v1");
    println!("Docs     http://{address}/docs");
    if !settings.server.static_dir.is_empty() {
        println!("Site     http://{address}/");
    }
    if composition.mailbox.is_some() {
        println!("Mailbox  http://{address}/dev/mailbox");
    }
    let public_url = settings.server.public_url.as_str();
    if settings.server.mode == Mode::Development && public_url != format!("http://{address}") {
        println!("Links in mails and tokens name {public_url}, which is server.public_url");
    }
}

/// Waits for the mail in hand, which would else be sent a second time after the next start.
async fn let_go(worker: JoinHandle<()>) {
    match timeout(LAST_MAIL, worker).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "the outbox worker ended badly"),
        Err(_) => tracing::warn!("the mail in hand took too long; it will be sent again"),
    }
}
