/// Runs every case of identities and authorizations. Takes what
/// [`store_conformance`](crate::store_conformance) takes, which calls it.
#[doc(hidden)]
#[macro_export]
macro_rules! identity_conformance {
    ($factory:path) => {
        $crate::cases_of_store! { identity_store, $factory,
            identities {
                every_field_reads_back_as_it_was_written
                an_identity_is_found_by_issuer_and_subject_to_the_letter
                what_differs_by_a_letter_belongs_to_others
                an_identity_that_another_has_is_refused
                a_second_identity_of_a_provider_is_refused
                an_identity_of_nobody_is_refused
                identities_are_listed_in_the_order_in_which_they_were_linked
                an_identity_is_unlinked_once_and_no_other
                all_identities_of_a_user_are_unlinked_and_no_others
                what_is_not_kept_links_and_unlinks_nothing
                the_identities_of_a_deleted_account_are_free_again
            }
            authorizations {
                what_is_pending_reads_back_as_it_was_written_once
                what_is_completed_reads_back_as_it_was_written_once
                whoever_is_not_the_browser_that_was_sent_takes_nothing
                whoever_does_not_know_the_verifier_takes_nothing
                an_id_is_kept_once_of_each_kind
                what_is_not_kept_is_neither_there_nor_taken
                what_has_expired_is_removed_and_nothing_else
                no_more_of_each_kind_are_removed_at_once_than_asked_for
            }
            identity_races {
                of_many_users_who_link_one_identity_one_does
                of_many_identities_of_a_provider_a_user_links_one
                of_many_who_unlink_an_identity_one_does
                of_many_who_come_back_with_one_state_one_gets_it
                of_many_who_use_one_code_one_gets_what_was_said
                many_who_remove_what_has_expired_remove_each_once
            }
        }
    };
}
