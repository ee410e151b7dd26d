use std::{
    future::ready,
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    thread,
    time::Duration,
};

use actix_http::{HttpService, Protocol, error::DispatchError};
use actix_server::ServerBuilder;
use actix_service::{ServiceFactoryExt as _, fn_service, map_config};
use actix_web::{
    App, Error,
    body::BoxBody,
    dev::{AppConfig, Server, ServiceFactory, ServiceRequest, ServiceResponse},
    middleware::from_fn,
    web::Data,
};
use bookplate_domain::{
    Bookplate, limits::RateLimiter, mail::SentMails, shared::CursorCodec, store::Store,
};
use socket2::{Domain, Protocol as Transport, SockRef, Socket, Type};
use tokio::net::TcpStream;

use crate::{
    HttpConfig, ProxyConfig,
    connection::{GuardedStream, HEAD_TIMEOUT, IDLE_TIMEOUT, IDLE_TIMEOUT_OF_PROXIES, SEND_BUFFER},
    dev::Mailbox,
    edge::{self, Origins},
    routes,
    service::Checks,
    stopping::{ServerStop, Stopping},
};

/// How many connections the system keeps ready while none is taken: all those of a proxy that come
/// back at once after a restart. Linux keeps 4096 at most.
const BACKLOG: i32 = 1024;

/// How long a client may go on sending a body that nobody reads after it was answered.
const LINGER: Duration = Duration::from_secs(1);

/// The interface, ready to listen.
#[derive(Clone)]
pub struct Http {
    bookplate: Data<Bookplate>,
    store: Data<dyn Store>,
    readiness: Data<Checks>,
    limits: Arc<dyn RateLimiter>,
    cursors: Data<dyn CursorCodec>,
    config: Data<HttpConfig>,
    origins: Data<Origins>,
    mailbox: Option<Data<Mailbox>>,
    stopping: Stopping,
}

/// The interface, listening; it answers once it runs.
pub struct BoundServer {
    address: SocketAddr,
    server: Server,
    stopping: Stopping,
}

impl Http {
    /// Puts the interface before the application. `store` is asked only whether it is
    /// away.
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
            readiness: Data::new(Checks::new()),
            limits,
            cursors: Data::from(cursors),
            origins: Data::new(Origins::of(&config)),
            config: Data::new(config),
            mailbox: None,
            stopping: Stopping::new(),
        }
    }

    /// Shows sent mails at `/dev/mailbox`. For development only: it shows everybody's links.
    #[must_use]
    pub fn with_mailbox(self, mailbox: Arc<dyn SentMails>) -> Self {
        Self { mailbox: Some(Data::from(mailbox)), ..self }
    }

    /// Opens the port.
    pub fn bind(self) -> io::Result<BoundServer> {
        let listener = listen(self.config.bind)?;
        let address = listener.local_addr()?;
        let workers = self.config.workers.unwrap_or_else(cores);
        let builder = ServerBuilder::new()
            // Whoever runs it hears the signals, and stops its other work with the server.
            .disable_signals()
            .shutdown_timeout(self.config.shutdown.as_secs())
            .workers(workers)
            .max_concurrent_connections((self.config.max_connections / workers).max(1));
        let stopping = self.stopping.clone();
        let server = builder.listen("http", listener, move || {
            let app = self.app();
            let app = map_config(app, |()| AppConfig::default());
            let http = HttpService::build()
                .keep_alive(IDLE_TIMEOUT_OF_PROXIES)
                .client_request_timeout(HEAD_TIMEOUT)
                .client_disconnect_timeout(LINGER)
                .local_addr(address)
                .on_connect_ext(|stream: &GuardedStream, data| {
                    data.insert(stream.turns());
                });
            // The library's own signal is not given to it: it would drop what has just come in on a
            // connection that was kept open.
            let (config, stopping) = (self.config.clone(), self.stopping.clone());
            fn_service(move |stream| ready(accept(stream, &config.proxies, &stopping)))
                .and_then(http.finish(app))
        })?;
        Ok(BoundServer { address, server: server.run(), stopping })
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
            .app_data(self.readiness.clone())
            .app_data(self.cursors.clone())
            .app_data(self.config.clone())
            .app_data(self.origins.clone())
            .app_data(Data::new(self.stopping.clone()))
            .app_data(Data::new(self.config.proxies.clone()));
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
            .default_service(routes::elsewhere(self.config.static_dir.is_some()))
    }
}

impl BoundServer {
    /// Where it listens: the real port, also when the configuration said 0.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops it from elsewhere.
    pub fn stop_handle(&self) -> ServerStop {
        ServerStop::new(self.stopping.clone(), self.server.handle())
    }

    /// Answers until [`stop_handle`](Self::stop_handle) ends it; requests in flight are finished then.
    pub async fn run(self) -> io::Result<()> {
        self.server.await
    }
}

/// Takes the port, also when connections of a service that has just ended there are not forgotten yet.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Transport::TCP))?;
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}

/// Takes a connection under guard before anything of it is read.
fn accept(
    stream: TcpStream,
    proxies: &ProxyConfig,
    stopping: &Stopping,
) -> Result<(GuardedStream, Protocol, Option<SocketAddr>), DispatchError> {
    let socket = SockRef::from(&stream);
    // A connection that ended meanwhile is noticed by whoever reads from it.
    let _ = socket.set_tcp_nodelay(true);
    let _ = socket.set_send_buffer_size(SEND_BUFFER);
    let peer = stream.peer_addr().ok();
    let is_proxy = peer.is_some_and(|peer| proxies.trusts(peer.ip()));
    let idle = if is_proxy { IDLE_TIMEOUT_OF_PROXIES } else { IDLE_TIMEOUT };
    let last_word = stopping.clone().last_word();
    Ok((GuardedStream::new(stream, idle, last_word), Protocol::Http1, peer))
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
