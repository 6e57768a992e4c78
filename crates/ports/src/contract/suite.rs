//! The list of all cases, and the macro that makes tests of them.

/// Makes one test of each case: `contract_suite!(make = path::to::make)`, where `async fn make() -> Stores` gives a
/// fresh store. Each theme becomes a module, so that a case has a name such as `races::nothing_is_spent_twice`.
#[macro_export]
macro_rules! contract_suite {
    (make = $make:path) => {
        $crate::contract_suite! { @of [@tests $make] }
    };
    (@tests $make:path => $($theme:ident { $($case:ident)* })*) => {
        // Here the path means what it meant to who wrote it; in the modules below it would not.
        async fn stores_under_test() -> $crate::contract::Stores {
            $make().await
        }

        $(mod $theme {
            $(
                #[::tokio::test(flavor = "multi_thread")]
                async fn $case() {
                    $crate::contract::$theme::$case(super::stores_under_test().await).await;
                }
            )*
        })*
    };
    (@names => $($theme:ident { $($case:ident)* })*) => {
        &[$($(concat!(stringify!($theme), "::", stringify!($case)),)*)*]
    };
    (@of [$($what:tt)*]) => {
        $crate::contract_suite! { $($what)* =>
            allow_list {
                whoever_is_listed_is_found
                the_last_line_counts
                whoever_is_taken_off_is_gone
                the_list_is_paged
            }
            api_tokens {
                an_api_token_brings_its_user
                a_change_behind_an_api_token_is_seen_at_once
                api_tokens_are_listed
                an_api_token_is_at_its_version
                api_tokens_are_unique
            }
            append_only {
                what_was_written_stays
                an_unbalanced_transfer_is_refused
                broken_rows_are_refused
                a_balance_below_its_floor_is_refused
                entries_added_later_are_refused_or_found
                a_forged_balance_is_found
            }
            atomicity {
                everything_is_applied
                a_refused_transfer_takes_everything_back
                a_refused_row_takes_everything_back
                a_broken_audit_record_takes_everything_back
                a_broken_expectation_takes_everything_back
                nothing_can_be_committed
            }
            attempts {
                a_refused_attempt_is_left_out_alone
                what_was_left_out_is_recorded
                a_refusal_undoes_attempts
                refusals_read_back
            }
            audit {
                records_read_back
                an_id_is_used_once
                the_log_is_filtered
                the_chains_hold_under_many_writers
            }
            auth {
                a_token_brings_all_that_belongs_to_it
                a_session_changes_behind_its_tokens
                parallel_refreshes_make_one_pair
                sessions_and_tokens_are_unique
                a_session_belongs_to_a_user
                a_setup_token_is_found
            }
            balances {
                entries_follow_from_one_another
                a_commit_answers_what_became_of_it
                the_balance_at_any_instant
                the_last_entry_of_an_instant_counts
                time_never_runs_backwards_on_an_account
                amounts_have_64_bits
            }
            boards {
                a_finished_session_is_on_its_boards
                sessions_add_up_and_are_corrected
                a_board_is_paged_in_its_order
                neighbours_are_on_both_sides
                parallel_scores_come_out_exact
                parallel_scores_of_one_player_come_out_exact
                who_is_not_seen_does_not_count
                scores_and_opting_out_do_not_cross
            }
            books {
                a_dry_run_tells_what_a_commit_does
                a_dry_run_refuses_what_a_commit_refuses
                unknown_accounts_are_left_out
                the_trial_balance_sums_each_currency
                the_trial_balance_is_wider_than_an_account
                verify_reads_everything
                a_thousand_entries_and_a_thousand_transfers_fit
            }
            certainty {
                a_lost_connection_leaves_no_doubt
                a_lost_connection_leaves_no_doubt_about_rows
            }
            edits {
                every_field_reads_back
                a_renamed_user_frees_the_old_keys
                ones_own_keys_stay_ones_own
                an_old_version_of_a_user_is_stale
                taken_keys_are_not_taken_again
                parallel_edits_make_one
                parallel_users_of_one_name_make_one
                users_are_filtered
            }
            erasure {
                nothing_is_left_of_an_erased_user
                nothing_is_left_of_an_erased_address
                an_erased_user_keeps_their_id
                the_books_outlive_their_users
            }
            export {
                questions_go_by_topic_and_age
                an_export_outlives_a_deletion
            }
            filters {
                filters_narrow_a_statement
                filtered_statements_are_paged
            }
            floors {
                the_house_stops_at_its_floor
                a_floor_opens_its_account
                a_floor_is_not_set_above_the_balance
                a_floor_can_be_taken_away
                accounts_open_with_their_own_floor
                transfers_come_before_floors
                a_floor_and_a_debit_do_not_cross
            }
            guesses {
                attempts_are_counted
                one_attempt_too_many_is_stale
                parallel_attempts_all_count
                an_attempt_is_forgiven
                attempts_are_forgotten
            }
            hold_limits {
                a_hold_is_not_exceeded
                a_hold_is_not_exceeded_in_one_commit
                a_hold_is_opened_once_and_before_it_is_used
                a_hold_needs_the_funds
                parallel_captures_do_not_exceed_a_hold
            }
            holds {
                a_hold_sets_value_aside
                a_hold_is_captured_and_released_in_parts
                a_hold_lives_within_one_commit
                the_steps_of_a_hold_read_back
            }
            hot {
                a_thousand_transfers_of_one_account_all_apply
            }
            idempotency {
                a_key_gives_its_first_answer_again
                a_key_comes_before_expectations_and_funds
                two_users_share_no_key
                two_operations_share_no_key
                another_request_is_known_by_its_fingerprint
                a_rejected_commit_keeps_no_key
                a_key_without_a_transfer_is_recorded
                any_visible_characters_make_a_key
                parallel_requests_with_one_key_have_one_effect
            }
            interruptions {
                a_caller_that_goes_away_cuts_nothing_in_half
                callers_that_go_away_do_not_harm_others
                a_connection_lost_before_the_commit
                a_connection_lost_after_the_commit
                many_commits_share_a_lost_connection
            }
            invitations {
                open_ones_are_listed
                invitations_are_paged
                an_invitation_makes_one_user
            }
            jobs {
                a_job_reads_back
                due_jobs_come_in_order
                a_lease_hides_its_job
                a_job_is_at_its_version
                parallel_workers_claim_each_job_once
                a_cause_makes_one_job
                a_done_job_keeps_its_cause
                jobs_are_listed_by_state
                jobs_are_filtered
                a_job_is_about_a_user
                a_job_stands_and_falls_with_its_commit
            }
            live {
                a_game_of_several_reads_back
                a_join_code_is_taken_once
                parallel_sessions_with_one_code_make_one
                a_seat_is_what_lists_a_session
                what_is_due_is_found
                answers_do_not_wait_for_one_another
                one_player_answers_once
                a_close_misses_no_answer
                answers_race_a_close
                events_are_numbered
                events_are_read_on
                a_rejected_commit_tells_nothing
                numbers_outlive_their_events
                own_words_go_with_their_user
            }
            leaderboards {
                a_closed_board_takes_nothing_more
                a_leaderboard_is_frozen_in_pieces
                a_leaderboard_is_at_its_version
                players_who_are_not_seen_leave_no_gap
                leaderboards_are_filtered_and_paged
                a_swept_board_is_empty
                nothing_is_left_of_the_scores_of_an_erased_user
                late_scores_race_with_the_closing
            }
            media {
                a_file_is_known_and_forgotten
                a_question_shows_what_it_shows
                a_question_shows_what_is_there
                a_file_that_is_shown_stays
                orphans_are_old_and_shown_by_nobody
                a_file_is_not_forgotten_under_a_question
            }
            moments {
                a_session_is_of_one_moment
                a_question_is_of_one_moment
            }
            one_time {
                a_one_time_token_reads_back
                a_one_time_token_is_used_once
                one_time_tokens_are_unique
                parallel_uses_make_one
                spending_is_of_one_user_and_purpose
                a_new_token_replaces_the_old_ones
            }
            pruning {
                expired_one_time_tokens_go
                ended_sessions_go_with_their_tokens
                old_attempts_go
                done_jobs_go_with_their_causes
                what_went_is_stale
                pruning_again_and_again_ends
            }
            questions {
                a_question_reads_back
                a_question_is_edited
                a_deleted_question_is_found_by_id_alone
                a_question_needs_its_topic
                questions_and_answers_are_unique
            }
            quiz {
                a_session_reads_back_in_every_state
                a_game_reads_back
                seeds_have_64_bits
                a_user_plays_one_solo_session
                sessions_are_filtered_and_paged
                an_edit_leaves_what_was_answered
                a_session_outlives_its_questions
                a_question_knows_how_it_did
            }
            quizzes {
                a_quiz_reads_back
                an_edit_changes_all_but_how_often_it_was_played
                playing_is_counted_and_meets_nobody
                quizzes_are_filtered_and_paged
                quizzes_are_listed_by_how_often_they_were_played
                a_published_question_stays_in_the_bank
                a_quiz_is_not_published_without_its_questions
                a_quiz_keeps_its_topic
                a_quiz_points_to_what_is_there
                a_quiz_is_not_published_under_a_deletion
            }
            races {
                a_race_conserves_what_there_is
                a_circle_does_not_deadlock
                nothing_is_spent_twice
                a_wallet_pays_as_many_stakes_as_it_can
                rejected_commits_do_not_harm_their_neighbours
                a_broken_commit_does_not_harm_its_neighbours
            }
            references {
                the_same_again_is_already_posted
                other_content_is_a_conflict
                the_same_twice_in_one_commit_is_posted_once
                other_content_in_one_commit_is_a_conflict
                already_posted_needs_no_funds
                parallel_payments_are_posted_once
                references_are_compared_whole
            }
            refusals {
                nobody_spends_what_they_do_not_have
                an_unknown_account_has_nothing
                later_transfers_see_earlier_ones
                all_entries_of_a_transfer_or_none
                a_balance_does_not_overflow
                a_transfer_is_posted_once
            }
            reversals {
                a_reversal_undoes_its_original
                nothing_is_reversed_twice
                nothing_is_reversed_twice_in_one_commit
                a_reversal_needs_the_funds
                parallel_reversals_are_posted_once
            }
            roles {
                roles_are_granted_and_revoked
                the_last_admin_stays
                only_admins_who_can_get_in_count
                parallel_claims_make_one_admin
            }
            searches {
                questions_are_filtered_and_paged
                questions_are_filtered_by_what_is_around_them
                a_draw_takes_what_can_be_played
                content_keys_are_of_one_topic
            }
            second_factors {
                a_second_factor_reads_back
                a_second_factor_is_at_its_version
                a_second_factor_is_removed
                a_removed_factor_is_not_taken_for_the_next
                a_second_factor_belongs_to_a_user
            }
            sessions {
                a_cookie_reads_back
                a_cookie_is_renewed
                a_session_brings_its_user
                sessions_are_listed
                all_sessions_but_one_are_ended
                an_end_is_seen_at_once
                an_end_makes_decisions_of_before_stale
                a_new_session_outlives_the_end_of_the_old
                parallel_changes_do_not_outlive_an_end
            }
            stale {
                names_are_free_until_taken
                nobody_is_an_admin_until_somebody_is
                the_last_admin_has_nobody_besides
                a_sign_in_is_at_its_version
                a_topic_is_at_its_version
                a_topic_is_there_and_unused
                a_title_is_free_until_taken
                a_question_is_at_its_version
                a_quiz_session_is_at_its_version
                a_user_plays_no_solo_until_one_is_begun
                the_one_that_does_not_hold_is_told
            }
            stars {
                a_star_is_set_once_and_taken_off
                stars_are_listed_newest_first
                stars_are_set_side_by_side
                what_was_answered_was_met
                stars_go_with_their_user
            }
            statements {
                a_transaction_tells_of_its_transfer
                a_cursor_is_stable_under_inserts
                a_hidden_transaction_leaves_the_statement
                an_unused_account_has_an_empty_statement
            }
            submits {
                one_version_is_followed_once
                one_answer_per_question_counts
                a_question_is_answered_once
                parallel_starts_make_one_session
                a_repeated_submit_gets_the_first_answer
            }
            tickets {
                a_ticket_reads_back
                a_ticket_is_used_once
                tickets_are_unique
                parallel_uses_let_one_in
                expired_tickets_go
                tickets_of_the_erased_go
                tickets_are_listed
            }
            topics {
                a_topic_is_found_by_its_keys
                titles_are_unique
                a_topic_keeps_its_own_title
                an_old_version_is_stale
                only_an_unused_topic_is_deleted
                topics_are_listed_with_their_questions
                parallel_topics_of_one_title_make_one
                a_topic_is_not_deleted_under_a_question
            }
            traces {
                everything_of_a_user_is_told
            }
            users {
                a_user_is_found_by_their_keys
                keys_are_unique
                service_accounts_have_no_email
                a_deleted_user_is_found_by_id_alone
                users_have_a_standing
                users_are_paged
                parallel_registrations_of_one_email_make_one_user
            }
            wallets {
                wallets_come_by_currency
                a_wallet_is_what_can_be_spent_and_what_is_held
                accounts_are_paged_by_id
                accounts_read_back
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// Where a case is written down is where a function of this look begins.
    const SIGN: &str = "pub async fn ";

    #[test]
    fn every_case_is_listed() {
        let listed: &[&str] = contract_suite!(@of [@names]);
        let mut written = Vec::new();
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/contract"));
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let theme = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let cases = text
                .lines()
                .filter_map(|line| line.strip_prefix(SIGN)?.split_once('('));
            written.extend(cases.map(|(case, _)| format!("{theme}::{case}")));
        }
        let mut listed: Vec<_> = listed.iter().copied().map(str::to_owned).collect();
        listed.sort_unstable();
        written.sort_unstable();
        assert_eq!(listed, written);
    }
}
