use std::future::Future;

/// Runs one asynchronous case on a runtime of its own with real threads, so that an adapter's
/// crate needs no runtime among its dependencies to run the cases.
pub fn run<T>(case: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(case)
}

/// Makes a module of tests out of the cases of one port; the port's own macro calls it.
#[doc(hidden)]
#[macro_export]
macro_rules! cases {
    ($port:ident, $factory:expr, $($case:ident)*) => {
        mod $port {
            #[allow(unused_imports)]
            use super::*;
            $(
                #[test]
                fn $case() {
                    $crate::$port::$case($factory);
                }
            )*
        }
    };
}

/// The same for cases that wait.
#[doc(hidden)]
#[macro_export]
macro_rules! async_cases {
    ($port:ident, $factory:expr, $($case:ident)*) => {
        mod $port {
            #[allow(unused_imports)]
            use super::*;
            $(
                #[test]
                fn $case() {
                    $crate::run($crate::$port::$case($factory));
                }
            )*
        }
    };
}
