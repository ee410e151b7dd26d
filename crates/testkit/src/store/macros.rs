/// Runs every case of [`Store`](bookplate_domain::store::Store) and its collections.
///
/// Takes the path of an `async fn() -> (Arc<dyn Store>, Guard)` that makes an empty store; the
/// guard lives as long as the case. The store must be able to read while a transaction is open.
#[macro_export]
macro_rules! store_conformance {
    ($factory:path) => {
        $crate::store_cases! { $factory,
            users {
                every_field_reads_back_as_it_was_written
                an_address_is_found_in_any_spelling
                what_is_not_there_is_not_found
                an_address_that_another_has_is_refused
                an_id_that_another_has_is_refused
                users_without_an_address_do_not_conflict
                a_mailbox_is_proven_once_and_raises_the_version
                a_hash_is_replaced_and_nothing_else
                a_hash_that_changed_meanwhile_is_left_alone
                a_new_password_raises_the_epoch_and_the_version
                a_password_is_not_set_under_another_epoch
            }
            registrations {
                every_field_reads_back_as_it_was_written
                several_wait_for_one_address
                the_newest_that_has_not_expired_is_found
                consuming_answers_the_registration_and_ends_its_rivals
                registrations_for_other_addresses_stay
                a_spent_or_unknown_token_consumes_nothing
                an_expired_token_consumes_nothing
                a_renewed_registration_has_a_new_token_only
                only_the_present_token_can_be_renewed
            }
            one_time_tokens {
                every_field_reads_back_as_it_was_written
                a_token_is_consumed_once
                an_expired_token_is_found_but_not_consumed
                a_token_of_another_purpose_is_not_consumed
                a_newer_token_ends_older_ones_of_its_user_and_purpose_only
                all_tokens_of_a_user_end_at_once_and_no_others
            }
            sessions {
                every_field_reads_back_as_it_was_written
                a_session_of_another_epoch_is_not_added
                a_session_of_nobody_is_not_added
                a_rotated_session_is_as_the_domain_says
                only_the_present_generation_rotates
                a_revoked_session_does_not_rotate
                the_seen_generation_never_falls
                a_session_is_revoked_once_and_keeps_the_first_reason
                what_is_not_there_does_not_rotate_or_end
                all_sessions_of_a_user_end_but_the_excepted_one
                a_fresh_proof_of_the_password_is_noted
            }
            signing_keys {
                every_field_reads_back_as_it_was_written
                keys_are_listed_from_the_lowest_generation
                a_generation_that_another_has_is_refused
            }
            outbox {
                every_mail_reads_back_as_it_was_written
                due_mails_are_claimed_oldest_first
                no_more_than_asked_for_is_claimed
                a_mail_is_not_claimed_before_it_is_due
                a_claimed_mail_is_hidden_until_its_lease_ends
                each_claim_counts_as_an_attempt
                a_postponed_mail_is_due_when_told_and_not_before
                a_delivered_mail_is_never_claimed_again
                a_buried_mail_is_never_claimed_again
            }
            audit {
                every_kind_is_recorded
                an_event_is_recorded_once
            }
            transactions {
                the_store_answers_a_ping
                what_was_kept_is_seen_by_all
                what_is_not_kept_yet_is_seen_by_itself_only
                a_dropped_transaction_adds_nothing
                a_dropped_transaction_changes_nothing
                a_conflict_undoes_what_came_before_it
                a_read_handle_always_sees_the_latest
                the_second_writer_of_a_row_waits_or_fails
                a_dropped_transaction_lets_the_next_one_write
            }
            races {
                of_many_who_consume_a_token_one_gets_it
                of_many_who_consume_rival_registrations_at_most_one_gets_an_answer
                of_many_who_consume_one_registration_one_gets_it
                of_many_who_rotate_a_session_one_does
                of_many_who_revoke_a_session_one_does
                of_many_who_insert_an_address_one_does
                of_many_who_insert_the_first_signing_key_one_does
                of_many_who_claim_no_two_get_the_same_mail
                no_session_outlives_a_password_that_changes_meanwhile
                of_many_who_set_a_password_under_one_epoch_one_does
            }
        }
    };
}

/// Runs the cases of the audit trail that must look at it. Takes what
/// [`store_conformance`](crate::store_conformance) takes, with a guard that implements
/// [`Inspect`](crate::store::Inspect).
#[macro_export]
macro_rules! audit_conformance {
    ($factory:path) => {
        mod audit_trail {
            #[allow(unused_imports)]
            use super::*;

            #[test]
            fn every_field_reads_back_in_order() {
                $crate::run(async {
                    let (store, guard) = $factory().await;
                    $crate::store::audit::every_field_reads_back_in_order(store, guard).await;
                });
            }
        }
    };
}

/// Makes a module of tests for each collection.
#[doc(hidden)]
#[macro_export]
macro_rules! store_cases {
    ($factory:path, $($port:ident { $($case:ident)* })*) => {
        mod store {$(
            mod $port {
                #[allow(unused_imports)]
                use super::super::*;
                $(
                    #[test]
                    fn $case() {
                        $crate::run(async {
                            let (store, _guard) = $factory().await;
                            $crate::store::$port::$case(store).await;
                        });
                    }
                )*
            }
        )*}
    };
}
