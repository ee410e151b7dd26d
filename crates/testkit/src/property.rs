//! How random sequences are run, shrunk and noted.

use std::fmt::Debug;

use proptest::{
    strategy::Strategy,
    test_runner::{Config, FileFailurePersistence, RngSeed, TestCaseError, TestError, TestRunner},
};
use tokio::{runtime::Handle, task::block_in_place};

/// Why something does not hold, in words.
pub(crate) type Fault = String;

/// Runs so many cases. `source` is the `file!()` of the test, beside which a case that fails is
/// noted. To be called within a runtime of several threads.
pub(crate) fn hold<T: Debug>(
    cases: u32,
    source: &'static str,
    strategy: &impl Strategy<Value = T>,
    run: impl AsyncFn(&T) -> Result<(), Fault>,
) {
    let mut runner = TestRunner::new(config(cases, source));
    let seed = runner.config().rng_seed;
    let result = runner.run(strategy, |case| {
        let run = run(&case);
        block_in_place(|| Handle::current().block_on(run)).map_err(TestCaseError::fail)
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(reason, case)) => panic!("{reason}\nin {case:#?}\nof seed {seed:?}"),
        Err(error) => panic!("{error}"),
    }
}

fn config(cases: u32, source: &'static str) -> Config {
    let mut config = Config::with_source_file(source);
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(4);
    }
    if config.failure_persistence.is_some() {
        let beside = FileFailurePersistence::WithSource("proptest-regressions");
        config.failure_persistence = Some(Box::new(beside));
    }
    config
}
