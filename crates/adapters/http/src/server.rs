use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use actix_web::{
    App, Error, HttpServer,
    body::BoxBody,
    dev::{Server, ServerHandle, ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::from_fn,
    web::{self, Data},
};
use bookplate_domain::{
    Bookplate, limits::RateLimiter, mail::SentMails, shared::CursorCodec, store::Store,
};

use crate::{
    HttpConfig,
    dev::Mailbox,
    edge::{self, Origins},
    routes,
};

/// How long the head of a request may take to arrive.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// The interface, ready to listen.
#[derive(Clone)]
pub struct Http {
    bookplate: Data<Bookplate>,
    store: Data<dyn Store>,
    limits: Arc<dyn RateLimiter>,
    cursors: Data<dyn CursorCodec>,
    config: Data<HttpConfig>,
    origins: Data<Origins>,
    mailbox: Option<Data<Mailbox>>,
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
        cursors: Arc<dyn CursorCodec>,
        config: HttpConfig,
    ) -> Self {
        Self {
            bookplate: Data::new(bookplate),
            store: Data::from(store),
            limits,
            cursors: Data::from(cursors),
            origins: Data::new(Origins::of(&config)),
            config: Data::new(config),
            mailbox: None,
        }
    }

    /// Shows sent mails at `/dev/mailbox`. For development only: it shows everybody's links.
    #[must_use]
    pub fn with_mailbox(self, mailbox: Arc<dyn SentMails>) -> Self {
        Self { mailbox: Some(Data::from(mailbox)), ..self }
    }

    /// Opens the port.
    pub fn bind(self) -> io::Result<BoundServer> {
        let listener = TcpListener::bind(self.config.bind)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (workers, shutdown) = (self.config.workers, self.config.shutdown);
        let mut server = HttpServer::new(move || self.app())
            // Whoever runs it hears the signals, and stops its other work with the server.
            .disable_signals()
            .client_request_timeout(HEAD_TIMEOUT)
            .shutdown_timeout(shutdown.as_secs());
        if let Some(workers) = workers {
            server = server.workers(workers);
        }
        Ok(BoundServer { address, server: server.listen(listener)?.run() })
    }

    /// What answers on one thread.
    pub(crate) fn app(
        &self,
    ) -> App<
        impl ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<BoxBody>,
            Error = Error,
            InitError = (),
        > + use<>,
    > {
        let mut app = App::new()
            .app_data(self.bookplate.clone())
            .app_data(self.store.clone())
            .app_data(self.cursors.clone())
            .app_data(self.config.clone())
            .app_data(self.origins.clone());
        let mut endpoints = routes::table();
        if self.config.own_pages {
            endpoints.extend(routes::own_pages());
        }
        if self.config.revocations_key.is_some() {
            endpoints.extend(routes::feed());
        }
        if let Some(mailbox) = &self.mailbox {
            app = app.app_data(mailbox.clone());
            endpoints.extend(routes::development());
        }
        let (methods, credentials) = (routes::methods(&endpoints), self.config.cors.credentials);
        // The outermost comes last: what is refused before the table is finished like all else.
        app.wrap(edge::cors(&self.origins, credentials, &methods))
            .wrap(from_fn(edge::finish))
            .configure(|services| routes::configure(services, endpoints, &self.limits))
            .default_service(web::to(routes::unknown))
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
