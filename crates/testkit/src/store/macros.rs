/// Runs every case of [`Store`](bookplate_domain::store::Store) and its collections.
///
/// Takes the path of an `async fn() -> (Arc<dyn Store>, Guard)` that makes an empty store; the
/// guard lives as long as the case. The store must be able to read while a transaction is open.
#[macro_export]
macro_rules! store_conformance {
    ($factory:path) => {
        $crate::chat_conformance!($factory);
        $crate::identity_conformance!($factory);
        $crate::store_cases! { $factory,
            users {
                a_locked_account_reads_like_any_other
                every_field_reads_back_as_it_was_written
                an_address_is_found_in_any_spelling
                of_many_addresses_those_of_accounts_are_told
                what_is_not_there_is_not_found
                an_address_that_another_has_is_refused
                an_id_that_another_has_is_refused
                users_without_an_address_do_not_conflict
                a_mailbox_is_proven_once_and_raises_the_version
                a_hash_is_replaced_and_nothing_else
                a_hash_that_changed_meanwhile_is_left_alone
                a_new_password_raises_the_epoch_and_the_version
                a_password_is_not_set_under_another_epoch
                another_address_is_proven_and_raises_the_epoch_and_the_version
                an_address_that_another_has_is_not_taken_over
                an_address_may_be_spelled_otherwise
                nobody_has_no_address_to_change
                a_password_that_is_taken_away_raises_the_epoch_and_the_version
            }
            user_writes {
                of_many_accounts_those_with_a_free_address_are_added
                an_address_that_stands_among_many_twice_is_added_once
                an_id_that_another_has_is_refused_among_many
                thousands_of_accounts_are_added_at_once
                many_accounts_that_are_not_kept_are_not_there
                an_update_writes_what_it_says_and_nothing_else
                an_update_that_is_not_kept_changes_nothing
                an_account_is_deleted_with_all_that_belongs_to_it_and_nothing_else
                the_address_of_a_deleted_account_is_free_again
                an_account_whose_deletion_is_not_kept_stays
                an_account_is_locked_together_with_every_admin_by_rising_id
            }
            user_lists {
                accounts_are_listed_from_the_newest
                an_account_that_is_made_meanwhile_is_on_no_later_page
                every_combination_of_filters_lets_through_what_it_says
            }
            user_search {
                an_account_is_found_by_its_address_and_from_each_word_of_its_name
                what_is_special_to_a_database_is_not_special_in_a_query
                an_account_comes_once_at_the_first_of_its_keys
                many_of_one_name_come_by_their_ids
                an_account_is_found_as_it_is_now_and_not_as_it_was
                what_is_not_kept_is_not_found
                the_longest_keys_and_queries_are_found
                an_update_leaves_an_account_findable_by_its_own_address_only
            }
            visitors {
                a_visitor_becomes_a_user_in_place
                a_visitor_is_not_given_an_address_that_another_has
                of_many_visitors_who_take_one_address_one_gets_it
                visitors_who_were_away_are_removed_and_nobody_else
                no_more_visitors_are_removed_at_once_than_asked_for
                a_session_ends_no_later_than_it_is_bound_to
            }
            preferences {
                whoever_said_nothing_gets_what_everybody_gets
                every_field_reads_back_as_it_was_written
                the_locale_is_that_of_the_account_and_nothing_else_of_it_changes
                preferences_that_are_not_kept_change_nothing
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
                all_registrations_for_an_address_are_removed_and_no_others
            }
            one_time_tokens {
                every_field_reads_back_as_it_was_written
                a_token_is_consumed_once
                an_expired_token_is_found_but_not_consumed
                a_token_of_another_purpose_is_not_consumed
                a_newer_token_ends_older_ones_of_its_user_and_purpose_only
                all_tokens_of_a_user_end_at_once_and_no_others
            }
            email_changes {
                every_field_reads_back_as_it_was_written
                a_token_of_the_other_kind_finds_and_spends_nothing
                an_id_or_token_that_another_has_is_refused
                a_newer_change_ends_older_confirmations_of_its_user_only
                a_change_is_confirmed_once_and_can_be_reverted_then
                an_expired_token_is_found_but_not_spent
                a_change_is_reverted_once_and_cannot_be_confirmed_then
                a_revert_ends_later_changes_of_its_user_and_no_others
                a_revert_that_spends_nothing_ends_nothing
                all_confirmations_of_a_user_end_and_no_reverts
                all_changes_of_a_user_are_listed_from_the_oldest
            }
            held_addresses {
                an_address_is_held_from_its_change_until_that_cannot_be_reverted
                an_address_that_was_had_back_is_not_held
                of_several_holders_the_first_to_give_up_counts
                of_many_addresses_those_that_are_held_are_told
                many_thousands_of_addresses_can_be_asked_for_at_once
            }
            sessions {
                every_field_reads_back_as_it_was_written
                a_session_of_another_epoch_is_not_added
                a_session_of_nobody_is_not_added
                a_rotated_session_is_as_the_domain_says
                only_the_present_generation_rotates
                an_expired_session_does_not_rotate
                a_revoked_session_does_not_rotate
                neither_the_seen_generation_nor_its_moment_falls
                a_session_is_revoked_once_and_keeps_the_first_reason
                what_is_not_there_does_not_rotate_or_end
                all_sessions_of_a_user_end_but_the_excepted_one
                a_fresh_proof_of_the_password_is_noted
            }
            user_sessions {
                sessions_are_listed_from_the_one_used_last
                sessions_that_have_ended_or_expired_are_not_listed
                sessions_that_have_ended_or_expired_are_not_counted_as_live
                devices_are_told_once_each_from_the_latest
                no_more_than_the_latest_hundred_devices_are_told
                a_user_ends_a_session_of_their_own_once_and_no_other
                the_sessions_that_were_opened_first_end_and_the_others_stay
                sessions_that_have_ended_or_expired_are_not_too_many
                every_session_of_a_user_is_in_the_history_from_the_newest_on
            }
            revocations {
                ended_sessions_and_raised_epochs_are_told_from_the_oldest
                revocations_of_one_moment_are_told_by_id
                what_is_older_is_not_told
                pages_follow_each_other_without_gaps_or_repeats
                a_place_before_the_beginning_leaves_nothing_out
                whatever_raises_an_epoch_is_told_and_nothing_else
                an_epoch_that_was_raised_again_is_told_at_its_last_moment
                a_deleted_user_is_told_once_with_all_that_was_theirs
            }
            signing_keys {
                every_field_reads_back_as_it_was_written
                keys_are_listed_from_the_lowest_generation
                a_generation_that_another_has_is_refused
                a_key_is_sealed_anew_and_nothing_else_of_it_changes
                a_key_is_removed_once
            }
            outbox {
                every_mail_reads_back_as_it_was_written
                due_mails_are_claimed_oldest_first
                no_more_than_asked_for_is_claimed
                a_mail_is_not_claimed_before_it_is_due
                a_claimed_mail_is_hidden_until_its_lease_ends
                each_claim_counts_as_an_attempt
                a_postponed_mail_is_due_when_told_and_not_before
                a_released_mail_is_due_when_told_and_the_attempt_does_not_count
                a_delivered_mail_is_never_claimed_again
                a_buried_mail_is_never_claimed_again
            }
            outbox_records {
                a_record_tells_what_became_of_a_mail
                a_list_holds_one_status_or_all
                pages_follow_each_other_from_the_newest_id_on
                a_mail_written_meanwhile_is_on_no_later_page
                a_dead_mail_is_owed_again_as_if_it_had_never_been_tried
                only_a_dead_mail_can_be_retried
                a_slower_worker_changes_nothing_about_a_mail_that_ended
                a_mail_that_was_sent_after_all_is_not_dead
                the_mails_to_an_address_are_listed_in_any_spelling
                the_mails_to_any_of_some_addresses_are_listed_each_once
                a_mail_is_removed_whatever_became_of_it
                all_mails_to_some_addresses_are_removed_and_no_others
            }
            outbox_backlog {
                nothing_owed_is_no_backlog
                the_backlog_is_what_is_owed_since_when_and_what_was_given_up
                a_mail_that_is_tried_again_later_has_been_owed_since_it_was_written
                a_mail_that_ended_is_no_longer_owed
            }
            purges {
                sessions_that_are_over_are_removed_and_nothing_else
                no_more_sessions_are_removed_at_once_than_asked_for
                nothing_of_a_user_goes_with_a_session
                the_sessions_of_a_visitor_stay_as_long_as_the_visitor
                registrations_that_expired_are_removed_and_nothing_else
                tokens_that_expired_are_removed_and_nothing_else
                a_change_of_address_is_kept_as_long_as_it_can_be_taken_back
                mails_that_ended_are_removed_and_those_that_are_owed_stay
            }
            purge_races {
                many_who_remove_what_is_over_remove_each_once
                sessions_that_end_while_others_are_removed_end_all_the_same
            }
            audit {
                every_kind_is_recorded
                an_event_is_recorded_once
                many_events_are_recorded_at_once_or_none
                events_are_listed_from_the_newest_and_of_one_moment_by_falling_id
                events_are_listed_by_kind
                events_are_listed_from_a_moment_until_before_another
                the_events_of_a_user_are_listed_each_once
                what_is_kept_of_a_user_becomes_pseudonymous
                the_oldest_events_are_purged_as_many_as_asked_for
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
                a_session_that_rotates_while_its_visitor_becomes_a_user_is_that_of_a_user
                a_dropped_transaction_lets_the_next_one_write
            }
            races {
                of_many_who_consume_a_token_one_gets_it
                of_many_who_consume_rival_registrations_at_most_one_gets_an_answer
                of_many_who_consume_one_registration_one_gets_it
                of_many_who_rotate_a_session_one_does
                of_many_who_revoke_a_session_one_does
                of_many_sessions_that_are_opened_at_once_as_many_stay_as_may
                of_many_who_insert_an_address_one_does
                of_many_who_insert_the_first_signing_key_one_does
                of_many_who_claim_no_two_get_the_same_mail
                no_session_outlives_a_password_that_changes_meanwhile
                of_many_who_set_a_password_under_one_epoch_one_does
            }
            user_races {
                of_two_admins_who_demote_each_other_one_is_left
                of_many_admins_who_are_demoted_at_once_one_is_left
                whoever_locks_all_admins_sees_those_who_became_it_before
                accounts_that_are_added_many_at_once_get_each_address_once
                whatever_happens_while_an_account_is_deleted_leaves_nothing_behind
            }
            email_change_races {
                whoever_locks_an_account_sees_what_the_one_before_left
                of_many_who_confirm_a_change_one_does
                of_many_who_revert_a_change_one_does
                a_change_that_is_confirmed_meanwhile_is_reverted_all_the_same
                of_many_changes_a_user_asks_for_one_can_be_confirmed
                of_many_who_change_to_an_address_one_does
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
    ($($factory_and_cases:tt)*) => {
        $crate::cases_of_store! { store, $($factory_and_cases)* }
    };
}

/// The same in a module that is named.
#[doc(hidden)]
#[macro_export]
macro_rules! cases_of_store {
    ($module:ident, $factory:path, $($port:ident { $($case:ident)* })*) => {
        mod $module {$(
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
