use std::{hint::black_box, time::Duration};

use bookplate_domain::secrecy::ExposeSecret;
use criterion::Criterion;
use tokio::runtime::Runtime;

use crate::signed_in::SignedIn;

/// On a store in memory, where reading costs next to nothing: what is left is the service's own.
pub(crate) fn measure(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("threads");
    let remembering = runtime.block_on(SignedIn::new(Duration::from_secs(5)));
    let forgetful = runtime.block_on(SignedIn::new(Duration::ZERO));

    let mut group = criterion.benchmark_group("session");
    for (name, user) in [
        ("authenticate, remembered", &remembering),
        ("authenticate, read from the store", &forgetful),
    ] {
        let token = user.tokens.access.0.expose_secret();
        group.bench_function(name, |b| {
            b.to_async(&runtime).iter(async || {
                user.bookplate.sessions.authenticate(black_box(token)).await.expect("signed in")
            });
        });
    }
    group.bench_function("read by refresh token", |b| {
        let SignedIn { bookplate, tokens } = &remembering;
        b.to_async(&runtime).iter(async || {
            let token = black_box(&tokens.refresh);
            bookplate.sessions.read_by_refresh_token(token).await.expect("signed in")
        });
    });
    group.finish();
}
