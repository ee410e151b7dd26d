use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use actix_web::{
    App, HttpServer,
    dev::{Server, ServerHandle},
    middleware::from_fn,
    web::{self, Data},
};
use bookplate_domain::{Bookplate, limits::RateLimiter, mail::SentMails, store::Store};

use crate::{HttpConfig, dev::Mailbox, edge, routes};

/// How long the head of a request may take to arrive.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// The interface, ready to listen.
pub struct Http {
    bookplate: Bookplate,
    store: Arc<dyn Store>,
    limits: Arc<dyn RateLimiter>,
    config: HttpConfig,
    mailbox: Option<Arc<dyn SentMails>>,
}

/// The interface, listening; it answers once it runs.
pub struct BoundServer {
    address: SocketAddr,
    server: Server,
}

impl Http {
    /// Puts the interface before the application. `store` is asked for readiness only.
    pub fn new(
        bookplate: Bookplate,
        store: Arc<dyn Store>,
        limits: Arc<dyn RateLimiter>,
        config: HttpConfig,
    ) -> Self {
        Self { bookplate, store, limits, config, mailbox: None }
    }

    /// Shows sent mails at `/dev/mailbox`. For development only: it shows everybody's links.
    #[must_use]
    pub fn with_mailbox(self, mailbox: Arc<dyn SentMails>) -> Self {
        Self { mailbox: Some(mailbox), ..self }
    }

    /// Opens the port.
    pub fn bind(self) -> io::Result<BoundServer> {
        let listener = TcpListener::bind(self.config.bind)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let Self { bookplate, store, limits, config, mailbox } = self;
        let (workers, shutdown) = (config.workers, config.shutdown);
        let bookplate = Data::new(bookplate);
        let store: Data<dyn Store> = Data::from(store);
        let config = Data::new(config);
        let mailbox: Option<Data<Mailbox>> = mailbox.map(Data::from);

        let mut server = HttpServer::new(move || {
            let mut app = App::new()
                .app_data(bookplate.clone())
                .app_data(store.clone())
                .app_data(config.clone());
            let mut endpoints = routes::table();
            if config.own_pages {
                endpoints.extend(routes::own_pages());
            }
            if let Some(mailbox) = &mailbox {
                app = app.app_data(mailbox.clone());
                endpoints.extend(routes::development());
            }
            app.wrap(from_fn(edge::finish))
                .configure(|services| routes::configure(services, endpoints, &limits))
                .default_service(web::to(routes::unknown))
        })
        // Whoever runs it hears the signals, and stops its other work with the server.
        .disable_signals()
        .client_request_timeout(HEAD_TIMEOUT)
        .shutdown_timeout(shutdown.as_secs());
        if let Some(workers) = workers {
            server = server.workers(workers);
        }
        Ok(BoundServer { address, server: server.listen(listener)?.run() })
    }
}

impl BoundServer {
    /// Where it listens: the real port, also when the configuration said 0.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops it from elsewhere.
    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Answers until [`handle`](Self::handle) stops it; requests in flight are finished then.
    pub async fn run(self) -> io::Result<()> {
        self.server.await
    }
}
