//! Spans over OTLP, where they are asked for.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use bookplate_domain::shared::Random;
use opentelemetry::{
    KeyValue,
    propagation::{Extractor, TextMapPropagator as _},
    trace::TracerProvider as _,
};
use opentelemetry_otlp::{Protocol, WithExportConfig as _};
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    propagation::TraceContextPropagator,
    trace::{SdkTracer, SdkTracerProvider, SpanData, SpanExporter},
};
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use uuid::Builder;

use crate::{
    config::{Problem, TelemetrySettings},
    failure::{Causes, Failure},
};

/// How long one batch of spans may take on its way.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the last spans may take at the end.
const LAST_SPANS: Duration = Duration::from_secs(2);

/// Sends spans away, in batches and from a thread of its own: nobody waits for it, and while the
/// endpoint takes none they are lost.
pub struct Exporter(SdkTracerProvider);

impl Exporter {
    /// Begins to send, if the configuration says where.
    pub fn start(
        settings: &TelemetrySettings,
        random: &dyn Random,
    ) -> Result<Option<Self>, Failure> {
        let Some(endpoint) = &settings.otlp_endpoint else { return Ok(None) };
        let exporter = opentelemetry_otlp::SpanExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{}/v1/traces", endpoint.as_str()))
            .with_timeout(PATIENCE)
            .build()
            .map_err(|error| Problem::new("telemetry.otlp_endpoint", error.to_string()))?;
        let exporter = Reported { exporter, fails: AtomicBool::new(false) };
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(resource(random))
            .build();
        Ok(Some(Self(provider)))
    }

    /// What makes the spans.
    pub fn tracer(&self) -> SdkTracer {
        self.0.tracer("bookplate")
    }

    /// Sends what is left, for a short time.
    pub async fn stop(self) {
        let last = move || self.0.shutdown_with_timeout(LAST_SPANS);
        // It has said before why spans are lost.
        let _ = tokio::task::spawn_blocking(last).await;
    }
}

fn resource(random: &dyn Random) -> Resource {
    let mut instance = [0; 16];
    random.fill(&mut instance);
    let instance = Builder::from_random_bytes(instance).into_uuid();
    let service = [
        KeyValue::new("service.version", env!("CARGO_PKG_VERSION")),
        KeyValue::new("service.instance.id", instance.to_string()),
    ];
    Resource::builder().with_service_name("bookplate").with_attributes(service).build()
}

/// Makes a span the child of what a header `traceparent` names.
pub fn follow(span: &Span, traceparent: &str) {
    let parent = TraceContextPropagator::new().extract(&Header(traceparent));
    // It fails where the span is not exported, and then there is nothing to follow.
    let _ = span.set_parent(parent);
}

/// The one header.
struct Header<'a>(&'a str);

impl Extractor for Header<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (key == "traceparent").then_some(self.0)
    }

    fn keys(&self) -> Vec<&str> {
        vec!["traceparent"]
    }
}

/// Says once that spans are lost, and once that they are not any more.
#[derive(Debug)]
struct Reported {
    exporter: opentelemetry_otlp::SpanExporter,
    fails: AtomicBool,
}

impl SpanExporter for Reported {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let sent = self.exporter.export(batch).await;
        let failed = self.fails.swap(sent.is_err(), Ordering::Relaxed);
        match &sent {
            Err(error) if !failed => tracing::warn!(
                error = %Causes(error),
                "spans cannot be exported, and are lost until telemetry.otlp_endpoint takes them"
            ),
            Ok(()) if failed => tracing::info!("spans are exported again"),
            Ok(()) | Err(_) => {}
        }
        sent
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}
