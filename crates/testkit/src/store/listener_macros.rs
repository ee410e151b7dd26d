/// Runs the cases of the store's [`ChangeListener`](bookplate_domain::store::ChangeListener).
///
/// Takes the path of an `async fn(Arc<dyn ChangeListener>) -> (Arc<dyn Store>, Guard)` that makes
/// an empty store which tells this listener.
#[macro_export]
macro_rules! listener_conformance {
    ($factory:path) => {
        $crate::listener_cases! { $factory,
            every_change_of_a_user_is_told
            every_end_and_fresh_proof_of_a_session_is_told
            every_change_of_the_signing_keys_is_told
            what_nobody_remembers_is_not_told
            what_changed_nothing_is_not_told
            each_user_is_told_once_a_transaction
            what_is_not_kept_is_never_told
            what_is_told_can_be_read_by_then
        }
    };
}

/// Makes a module of tests for the listener.
#[doc(hidden)]
#[macro_export]
macro_rules! listener_cases {
    ($factory:path, $($case:ident)*) => {
        mod listeners {
            #[allow(unused_imports)]
            use super::*;
            $(
                #[test]
                fn $case() {
                    $crate::run(async {
                        let listener =
                            ::std::sync::Arc::new($crate::doubles::RecordingListener::default());
                        let (store, _guard) = $factory(listener.clone()).await;
                        $crate::store::listeners::$case(store, listener).await;
                    });
                }
            )*
        }
    };
}
