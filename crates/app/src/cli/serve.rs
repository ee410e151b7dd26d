use std::{net::SocketAddr, time::Duration};

use bookplate_http::{Http, HttpConfig};
use tokio::{sync::watch, task::JoinHandle, time::timeout};

use crate::{
    compose::{self, Composition, compose},
    config::{Mode, Problem, Settings},
    failure::Failure,
    limits_sweeper,
    outbox_worker::OutboxWorker,
};

/// Serves until SIGTERM or SIGINT.
pub async fn run(settings: &Settings) -> Result<(), Failure> {
    let composition = compose(settings).await?;
    composition.bookplate.sessions.load_signing_keys().await?;

    let server = http(settings, &composition)
        .bind()
        .map_err(|error| Problem::new("server.bind", error.to_string()))?;
    announce(settings, server.address());

    let sweeper = tokio::spawn(limits_sweeper::run(composition.limits.clone()));
    let worker = OutboxWorker {
        mailroom: composition.bookplate.mail.clone(),
        bell: composition.store.outbox_bell(),
        poll: settings.mail.poll,
    };
    let (stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(worker.run(stopped));

    let served = server.run().await;
    stop.send_replace(true);
    sweeper.abort();
    let_go(worker, settings.server.shutdown).await;
    served.map_err(Failure::while_("the server failed"))
}

fn http(settings: &Settings, composition: &Composition) -> Http {
    let server = &settings.server;
    let config = HttpConfig {
        bind: server.bind,
        public_url: server.public_url.as_str().to_owned(),
        workers: (server.workers > 0).then_some(server.workers as usize),
        shutdown: server.shutdown,
        registration_open: settings.registration.open,
        email_verification: settings.registration.email_verification,
        passwords: compose::password_policy(settings),
    };
    let http = Http::new(
        composition.bookplate.clone(),
        composition.store.clone(),
        composition.limits.clone(),
        config,
    );
    match server.mode {
        Mode::Development => http.with_mailbox(composition.mailbox.clone()),
        Mode::Production => http,
    }
}

/// Says where everything is, with the port that the system chose if the configuration left it 0.
fn announce(settings: &Settings, address: SocketAddr) {
    println!("API      http://{address}/api/v1");
    println!("Docs     http://{address}/docs");
    if settings.server.mode == Mode::Development {
        println!("Mailbox  http://{address}/dev/mailbox");
    }
}

/// Waits for the mail in hand, which would else be sent a second time after the next start.
async fn let_go(worker: JoinHandle<()>, patience: Duration) {
    match timeout(patience, worker).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "the outbox worker ended badly"),
        Err(_) => tracing::warn!("the mail in hand took too long; it will be sent again"),
    }
}
