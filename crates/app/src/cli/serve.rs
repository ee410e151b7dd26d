use std::{net::SocketAddr, path::PathBuf, pin::pin, sync::Arc, time::Duration};

use bookplate_crypto::SystemRandom;
use bookplate_http::{CorsConfig, Http, HttpConfig, MetricsServer, ProxyConfig};
use tokio::{
    sync::watch,
    task::{JoinHandle, JoinSet},
    time::timeout,
};

use crate::{
    compose::{Composition, compose, database_options},
    config::{Mode, Problem, Settings},
    failure::Failure,
    first_contact::wait_for_database,
    key_tender::KeyTender,
    limits_sweeper,
    measures::{self, Prometheus, Sampler},
    open_files, otlp,
    outbox_worker::OutboxWorker,
    providers, purges,
    signals::Signals,
    static_files,
};

/// How long the mail in hand may take once the last request was answered.
const LAST_MAIL: Duration = Duration::from_secs(5);

/// How often to look for changes of the signing keys where PostgreSQL tells of them: in case that it
/// does not, well within the minute in which a node must follow the others.
const TOLD: Duration = Duration::from_secs(30);
/// The same on SQLite, which tells nobody of what a command changed.
const UNTOLD: Duration = Duration::from_secs(2);

/// Serves until SIGTERM or SIGINT, and answers then what has been asked.
pub async fn run(settings: &Settings) -> Result<(), Failure> {
    let static_dir = static_files::folder(settings)?;
    let max_connections = open_files::raise_limit(&settings.server, &settings.database)?;
    let mut signals = Signals::listen().map_err(Failure::while_("cannot hear signals"))?;
    // Before anything that is measured is made.
    let measures = Prometheus::install_for(&settings.server)?;
    let composition = tokio::select! {
        composed = begin(settings) => composed?,
        // Nothing was begun that has to be finished.
        _ = signals.next() => return Ok(()),
    };

    let server = http(settings, &composition, max_connections, static_dir)
        .bind()
        .map_err(|error| Problem::new("server.bind", error.to_string()))?;
    let metrics = measures::open(&settings.server, measures.as_ref(), &composition.store)?;
    announce(settings, &composition, server.address(), metrics.as_ref());
    tracing::info!(version = env!("CARGO_PKG_VERSION"), address = %server.address(), "listening");
    if settings.server.mode == Mode::Production && !settings.limits.enabled {
        tracing::warn!("limits.enabled is false: passwords can be guessed at without end");
    }

    tokio::spawn(providers::report(composition.providers.clone()));
    let mut background = background(settings, &composition);
    if let Some(measures) = measures {
        background.spawn(measures.keep_up());
        background.spawn(Sampler(composition.bookplate.clone()).run());
    }
    if let Some(metrics) = metrics {
        tokio::spawn(tell_until_the_end(metrics));
    }
    let worker = OutboxWorker {
        mailroom: composition.bookplate.mail.clone(),
        bell: composition.store.outbox_bell(),
        poll: settings.mail.poll,
    };
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(worker.run(stopped));

    let handle = server.stop_handle();
    let mut served = pin!(server.run());
    let served = tokio::select! {
        served = &mut served => served,
        // Each of them goes on for ever: one that ends has failed, and another start is better
        // than a node that hears of nothing.
        ended = background.join_next() => {
            stop.send_replace(true);
            handle.end();
            let_go(worker).await;
            let why = ended.map_or_else(String::new, |ended| format!("{ended:?}"));
            return Err(Failure::while_("a background task ended")(why));
        }
        signal = signals.next() => {
            // Mail stops together with the requests, so that both share one deadline.
            let at_end = || {
                stop.send_replace(true);
            };
            let drain = settings.server.drain;
            match signals.stop(signal, drain, &handle, served.as_mut(), at_end).await {
                Some(served) => served,
                None => return Err(cut_off()),
            }
        }
    };
    stop.send_replace(true);
    drop(background);
    tokio::select! {
        () = let_go(worker) => {}
        _ = signals.next() => return Err(cut_off()),
    }
    served.map_err(Failure::while_("the server failed"))
}

async fn tell_until_the_end(metrics: MetricsServer) {
    if let Err(error) = metrics.run().await {
        tracing::error!(%error, "what is measured is not told any more");
    }
}

/// Puts everything together once the database is there.
async fn begin(settings: &Settings) -> Result<Composition, Failure> {
    wait_for_database(&database_options(settings)).await?;
    let composition = compose(settings).await?;
    composition.bookplate.sessions.load_signing_keys().await?;
    Ok(composition)
}

/// What is done beside the requests, and may be stopped at any time. It ends with what is answered.
fn background(settings: &Settings, composition: &Composition) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(limits_sweeper::run(composition.own_limits.clone()));
    purges::spawn(&mut tasks, composition);
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
    tasks.spawn(composition.store.watch());
    tasks
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
        remote_parent: settings.telemetry.otlp_endpoint.is_some().then_some(otlp::follow),
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
fn announce(
    settings: &Settings,
    composition: &Composition,
    address: SocketAddr,
    metrics: Option<&MetricsServer>,
) {
    println!("API      http://{address}/api/v1");
    println!("Docs     http://{address}/docs");
    if !settings.server.static_dir.is_empty() {
        println!("Site     http://{address}/");
    }
    if composition.mailbox.is_some() {
        println!("Mailbox  http://{address}/dev/mailbox");
    }
    if let Some(metrics) = metrics {
        println!("Metrics  http://{}/metrics", metrics.address());
    }
    let public_url = settings.server.public_url.as_str();
    if settings.server.mode == Mode::Development && public_url != format!("http://{address}") {
        println!("Links in mails and tokens name {public_url}, which is server.public_url");
    }
}

/// A signal came that does not want to wait.
fn cut_off() -> Failure {
    Failure::Incomplete("ended by a further signal before all was done".to_owned())
}

/// Waits for the mail in hand, which would else be sent a second time after the next start.
async fn let_go(worker: JoinHandle<()>) {
    match timeout(LAST_MAIL, worker).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "the outbox worker ended badly"),
        Err(_) => tracing::warn!("the mail in hand took too long; it will be sent again"),
    }
}
