use std::collections::BTreeSet;

use crate::{Client, Service};

/// What a service tells of what it measures, at one moment.
pub struct Scrape {
    text: String,
}

impl Scrape {
    /// Asks as Prometheus does.
    pub async fn of(service: &Service) -> Self {
        let answer = Client::new(&service.metrics_base()).get("/metrics").await.is(200);
        let kind = answer.headers["content-type"].to_str().expect("text");
        assert_eq!(kind, "text/plain; version=0.0.4; charset=utf-8");
        Self { text: answer.text }
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names of everything that is measured.
    pub fn names(&self) -> BTreeSet<&str> {
        let types = self.text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
        types.filter_map(|line| line.split(' ').next()).collect()
    }

    /// The sum of what has this name and all of these labels, each as `route="/livez"`; `None` if
    /// there is nothing.
    pub fn find(&self, name: &str, labels: &[&str]) -> Option<f64> {
        let samples = self.text.lines().filter(|line| !line.starts_with('#'));
        samples
            .filter_map(|line| line.rsplit_once(' '))
            .filter(|(series, _)| series.split('{').next() == Some(name))
            .filter(|(series, _)| labels.iter().all(|label| series.contains(label)))
            .map(|(_, value)| value.parse::<f64>().expect("a number"))
            .reduce(|sum, value| sum + value)
    }

    /// The same of what must be there.
    pub fn sum(&self, name: &str, labels: &[&str]) -> f64 {
        self.find(name, labels).unwrap_or_else(|| panic!("no {name} {labels:?} in {}", self.text))
    }
}
