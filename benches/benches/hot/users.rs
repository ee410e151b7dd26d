use std::hint::black_box;

use bookplate_crypto::BcryptHasher;
use bookplate_domain::users::{EmailAddress, NewPassword, PasswordHasher, PasswordPolicy};
use criterion::Criterion;
use tokio::runtime::Runtime;

pub(crate) fn measure(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("address");
    for (name, text) in
        [("ASCII", "Ada.Lovelace@Example.com"), ("Unicode", "Zoë.Ångström@Bücher.example")]
    {
        group.bench_function(name, |b| {
            b.iter(|| EmailAddress::parse(black_box(text)).expect("an address"));
        });
    }
    group.finish();

    let policy = PasswordPolicy { min_length: 8, min_score: 3 };
    let password = NewPassword::parse("tidal orchard velvet 47", policy, &[]).expect("a password");
    let hasher = BcryptHasher::new(10, 1, 1).expect("a thread");
    let runtime = Runtime::new().expect("threads");
    let mut group = criterion.benchmark_group("password");
    group.sample_size(10);
    group.bench_function("bcrypt of cost 10", |b| {
        b.to_async(&runtime)
            .iter(async || hasher.hash(black_box(&password)).await.expect("a hash"));
    });
    group.finish();
}
