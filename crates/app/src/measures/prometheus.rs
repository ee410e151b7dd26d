use std::time::Duration;

use metrics::{describe_gauge, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::time::sleep;

use super::{deliveries, sampler, snapshot};
use crate::{config::ServerSettings, failure::Failure};

const BUILD: &str = "bookplate_build_info";

/// The upper bounds of the buckets of durations, in seconds.
const BUCKETS: [f64; 14] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 75.0];

/// How often single durations are put into their buckets. They stand in memory until then.
const UPKEEP: Duration = Duration::from_secs(5);

/// Where everything that is measured comes together.
#[derive(Clone)]
pub struct Prometheus(PrometheusHandle);

impl Prometheus {
    /// Collects what is measured from now on, if somebody may ask for it. Where nobody may, measuring
    /// costs next to nothing.
    pub fn install_for(settings: &ServerSettings) -> Result<Option<Self>, Failure> {
        settings.metrics_bind.map(|_| Self::install()).transpose()
    }

    fn install() -> Result<Self, Failure> {
        let failed = "cannot begin to measure";
        let builder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)
            .map_err(Failure::while_(failed))?;
        let handle = builder.install_recorder().map_err(Failure::while_(failed))?;
        describe_gauge!(BUILD, "Always 1; the label says which version runs.");
        gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
        deliveries::describe();
        sampler::describe();
        snapshot::describe();
        Ok(Self(handle))
    }

    /// Keeps what stands in memory small. Runs until it is aborted.
    pub async fn keep_up(self) {
        loop {
            sleep(UPKEEP).await;
            self.0.run_upkeep();
        }
    }

    /// Everything, in the text format of Prometheus.
    pub fn render(&self) -> String {
        self.0.render()
    }
}
