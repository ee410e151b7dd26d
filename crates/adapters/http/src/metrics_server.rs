use std::{
    io,
    net::{SocketAddr, TcpListener},
};

use actix_web::{
    App, HttpResponse, HttpServer,
    dev::Server,
    http::header::CONTENT_TYPE,
    web::{self, Data},
};

use crate::{auth, edge, service};

/// How many connections of scrapers are open at most; further ones wait.
const MAX_CONNECTIONS: usize = 64;

/// What Prometheus wants to be told.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Writes everything that is measured, in the text format of Prometheus.
type Render = dyn Fn() -> String + Send + Sync;

/// Tells what is measured, on a port of its own: it is nobody's business but the operator's. It
/// answers until its future is dropped, and so for as long as the service ends, too.
pub struct MetricsServer {
    address: SocketAddr,
    server: Server,
}

impl MetricsServer {
    /// Opens the port. `render` is called for each scrape, and must not wait for anything.
    pub fn bind(
        address: SocketAddr,
        render: impl Fn() -> String + Send + Sync + 'static,
    ) -> io::Result<Self> {
        edge::describe_measures();
        auth::describe_measures();
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let render: Data<Box<Render>> = Data::new(Box::new(render));
        let app = move || {
            App::new()
                .app_data(render.clone())
                .route("/metrics", web::get().to(metrics))
                .route("/livez", web::get().to(service::live))
        };
        let server = HttpServer::new(app)
            .workers(1)
            .max_connections(MAX_CONNECTIONS)
            .disable_signals()
            .listen(listener)?
            .run();
        Ok(Self { address, server })
    }

    /// Where it listens: the real port, also when the configuration said 0.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until it is dropped.
    pub async fn run(self) -> io::Result<()> {
        self.server.await
    }
}

async fn metrics(render: Data<Box<Render>>) -> HttpResponse {
    HttpResponse::Ok().insert_header((CONTENT_TYPE, TEXT)).body(render())
}
