/// Runs every case of the chats, their messages, their reports and what visitors ask. Takes what
/// [`store_conformance`](crate::store_conformance) takes, which runs these, too.
#[macro_export]
macro_rules! chat_conformance {
    ($factory:path) => {
        $crate::cases_of_store! { chat_store, $factory,
            chats {
                every_field_reads_back_as_it_was_written
                a_chat_is_found_with_its_owner_only
                an_id_that_any_chat_has_is_refused
                an_update_writes_all_but_owner_and_start
                what_is_not_kept_changes_nothing
                the_chats_of_each_owner_are_counted
                of_many_chats_those_of_the_owner_are_deleted
                nothing_of_a_deleted_chat_is_left_but_its_reports
                moments_are_kept_to_the_millisecond
            }
            chat_lists {
                chats_are_listed_by_activity_and_those_of_one_moment_by_falling_id
                nobody_elses_chats_are_listed
                a_clock_that_is_behind_hides_nothing
                every_combination_of_filters_lets_through_what_it_says
            }
            chat_moves {
                a_chat_that_moves_before_it_was_shown_is_shown_where_it_stood
                a_chat_that_moves_in_the_moment_of_the_first_page_is_shown_where_it_stood
                a_chat_is_shown_where_it_stood_although_the_message_that_moved_it_is_gone
                a_chat_that_was_shown_is_not_shown_again_when_it_moves
                a_chat_that_is_started_meanwhile_is_left_to_the_next_first_page
                each_reader_sees_the_list_of_their_own_first_page
                a_filtered_list_stands_still_as_well
                a_deleted_chat_takes_no_other_out_of_the_list
                renaming_and_checkpoints_move_no_chat
                however_chats_move_each_is_shown_once_where_it_stood
            }
            chat_gifts {
                all_chats_of_a_user_are_given_with_their_messages
                of_some_chats_those_of_the_giver_are_given
                reports_go_with_their_chat
                reports_of_chats_that_are_gone_go_with_all_the_others
                a_given_chat_grows_at_its_new_owner
                a_gift_that_is_not_kept_changes_nothing
            }
            chat_ends {
                a_deleted_account_takes_its_chats_and_all_that_belongs_to_them
                a_purged_visitor_takes_the_same_along
                a_report_forgets_a_moderator_who_is_gone
                what_was_given_away_does_not_end_with_the_giver
            }
            chat_search {
                a_text_is_found_by_all_its_words_and_the_last_may_be_a_beginning
                a_title_is_found_like_a_message
                a_hit_is_the_chat_and_the_message_as_they_are
                only_text_parts_are_found
                nobody_elses_words_are_found
            }
            chat_search_changes {
                a_message_is_found_by_what_it_says_now
                a_chat_is_found_by_what_it_is_called_now
                what_was_deleted_is_not_found
                what_was_given_away_is_found_by_its_new_owner_only
                what_is_not_kept_is_not_found
            }
            chat_search_pages {
                pages_follow_each_other_from_what_was_added_last_on
                what_comes_meanwhile_is_on_no_later_page
            }
            chat_search_sizes {
                the_longest_message_is_found_by_each_of_its_words
                the_longest_queries_are_answered
            }
            messages {
                every_field_reads_back_as_it_was_written
                parts_and_metadata_read_back_byte_for_byte
                those_of_many_that_the_chat_has_are_found
                an_id_is_one_message_s_in_each_chat
                ids_that_differ_in_case_or_marks_are_two
                an_update_writes_what_it_says_and_nothing_else
                what_follows_a_deleted_message_follows_what_it_followed
                the_newest_message_is_that_with_the_highest_number
                the_messages_around_a_number_are_told_by_rising_number
                what_is_not_kept_changes_nothing
                a_chat_that_is_not_there_has_no_messages
            }
            message_pages {
                a_page_ends_early_where_messages_are_long
                all_messages_are_listed_by_number_in_both_orders
                numbers_beyond_a_byte_are_in_order
                what_comes_meanwhile_is_behind_the_first_and_before_the_last
                a_page_goes_on_behind_a_message_that_is_gone
                every_message_of_a_user_is_listed_by_chat_and_number
            }
            message_paths {
                the_way_leads_from_a_root_to_the_head_and_leaves_out_branches
                a_chat_without_a_head_has_no_way
                the_way_leads_to_the_head_that_was_read_while_that_is_there
                the_way_closes_where_a_message_was_deleted
                pages_go_on_along_the_way_of_the_first
                pages_go_on_along_their_way_although_another_message_of_it_is_gone
                from_the_first_on_the_present_way_is_taken_once_the_end_is_gone
                from_the_last_on_the_present_way_is_taken_once_what_was_shown_is_gone
                the_longest_way_is_walked
            }
            reports {
                every_field_reads_back_as_it_was_written
                an_update_writes_the_resolution_and_nothing_else
                the_open_report_of_a_message_is_found
                reports_are_listed_from_the_newest_by_status_and_user
                a_report_that_comes_or_is_settled_meanwhile_takes_no_other_out_of_the_list
                a_report_outlives_its_message
                what_is_not_kept_changes_nothing
            }
            visitor_questions {
                each_question_after_a_moment_is_told_the_oldest_first
                a_transaction_sees_what_it_added
                what_is_old_is_forgotten_as_much_as_asked_for
            }
            growing_chats {
                whoever_adds_to_a_chat_is_told_what_it_has_and_had
                whoever_adds_to_a_chat_is_told_that_its_owner_wants_no_history
                of_many_who_add_to_a_chat_each_sees_what_the_one_before_added
            }
            chat_races {
                of_many_who_start_a_chat_of_one_id_one_does
                whoever_locks_a_chat_sees_what_the_one_before_left
                of_many_who_append_each_gets_a_number_of_its_own
                whoever_reads_meanwhile_sees_whole_appends
                of_many_questions_of_a_visitor_as_many_are_counted_as_may_be
            }
            chat_end_races {
                chats_that_are_given_away_meanwhile_have_one_owner_and_every_message
                whatever_happens_while_an_account_is_deleted_leaves_nothing_behind
                of_chats_that_are_deleted_meanwhile_nothing_is_left
            }
            report_races {
                of_many_who_report_a_message_one_does
                of_many_who_settle_a_report_one_does
            }
        }
    };
}
