use std::time::{Duration, Instant};

use futures::future::join_all;

use crate::{Browser, Page, Service, SignIn};

/// A browser is back from a provider that asks nobody who they are.
#[derive(Debug)]
pub struct Arrival {
    /// What the front end keeps of it.
    pub sign_in: SignIn,
    /// Where it has come.
    pub page: Page,
    /// From its start until then.
    pub took: Duration,
}

impl Arrival {
    /// Takes a new browser to a provider and back.
    pub async fn of(service: &Service, name: &str) -> Self {
        Self::all(service, [name]).await.remove(0)
    }

    /// The same of one browser for each name, all at once.
    pub async fn all<'n>(service: &Service, names: impl IntoIterator<Item = &'n str>) -> Vec<Self> {
        // To make a browser takes a moment, in which those that are there already would have to wait.
        let sign_ins: Vec<(Browser, SignIn)> =
            names.into_iter().map(|name| (Browser::new(service), SignIn::by(name))).collect();
        let all = sign_ins.into_iter().map(|(browser, sign_in)| async move {
            let begun = Instant::now();
            let page = browser.start(&sign_in).await;
            Self { sign_in, page, took: begun.elapsed() }
        });
        join_all(all).await
    }
}
