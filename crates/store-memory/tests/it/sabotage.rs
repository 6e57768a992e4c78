//! Does the suite bite? Stores with one thing wrong each, and the cases that must find them out.

mod doors;
mod reads;
mod rebuild;

use doors::{
    ForgetsExpectations, ForgetsKeys, IgnoresFloors, LeavesOut, Looks, TellsLess, WritesHalf,
};
use ludger_ports::contract::{
    Stores, allow_list, api_tokens, atomicity, attempts, balances, edits, erasure, filters, floors,
    guesses, idempotency, interruptions, jobs, one_time, pruning, races, refusals, roles,
    second_factors, sessions, stale, statements, submits, tickets, users,
};
use ludger_ports::{Row, Store};
use ludger_store_memory::MemoryStore;
use reads::{Twist, by_offset, without_the_first};
use std::sync::Arc;
use tokio::runtime::Handle;

/// A memory store with another door.
fn behind<S: Store>(door: impl FnOnce(Arc<MemoryStore>) -> S) -> Stores {
    let store = Arc::new(MemoryStore::new());
    let mut stores = Stores::of(store.clone());
    stores.store = Arc::new(door(store));
    stores
}

/// A memory store with other statements.
fn telling(twist: Twist) -> Stores {
    let store = Arc::new(MemoryStore::new());
    let mut stores = Stores::of(store.clone());
    stores.wallets = Arc::new(reads::Twisted { store, twist });
    stores
}

/// Whether a case finds that something is wrong.
async fn finds<F: Future<Output = ()>>(
    case: impl FnOnce(Stores) -> F + Send + 'static,
    stores: Stores,
) -> bool {
    let run = move || Handle::current().block_on(case(stores));
    tokio::task::spawn_blocking(run)
        .await
        .is_err_and(|error| error.is_panic())
}

macro_rules! assert_finds {
    ($stores:expr => $($theme:ident::$case:ident)*) => {$(
        assert!(finds($theme::$case, $stores).await, "{} found nothing", stringify!($theme::$case));
    )*};
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sound_store_passes() {
    let sound = || behind(rebuild::Rebuilds);
    assert!(!finds(atomicity::everything_is_applied, sound()).await);
    assert!(!finds(races::nothing_is_spent_twice, sound()).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_forgets_keys_is_found() {
    assert_finds!(
        behind(ForgetsKeys) =>
        idempotency::a_key_gives_its_first_answer_again
        idempotency::parallel_requests_with_one_key_have_one_effect
        idempotency::a_key_without_a_transfer_is_recorded
        interruptions::a_caller_that_goes_away_cuts_nothing_in_half
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_before_it_writes_is_found() {
    // One after the other, nothing is wrong with it.
    assert!(
        !finds(
            idempotency::a_key_gives_its_first_answer_again,
            behind(Looks)
        )
        .await
    );
    assert_finds!(
        behind(Looks) =>
        idempotency::parallel_requests_with_one_key_have_one_effect
        submits::a_repeated_submit_gets_the_first_answer
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_forgets_expectations_is_found() {
    assert_finds!(
        behind(ForgetsExpectations) =>
        stale::names_are_free_until_taken
        stale::the_one_that_does_not_hold_is_told
        stale::a_user_plays_no_solo_until_one_is_begun
        atomicity::a_broken_expectation_takes_everything_back
        roles::parallel_claims_make_one_admin
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_ignores_floors_is_found() {
    assert_finds!(
        behind(IgnoresFloors) =>
        refusals::nobody_spends_what_they_do_not_have
        floors::the_house_stops_at_its_floor
        races::a_race_conserves_what_there_is
        races::nothing_is_spent_twice
        races::a_wallet_pays_as_many_stakes_as_it_can
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_writes_half_is_found() {
    assert_finds!(
        behind(WritesHalf) =>
        atomicity::a_refused_row_takes_everything_back
        atomicity::a_broken_audit_record_takes_everything_back
        users::parallel_registrations_of_one_email_make_one_user
        races::rejected_commits_do_not_harm_their_neighbours
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_tells_less_than_it_did_is_found() {
    assert_finds!(
        behind(TellsLess) =>
        idempotency::a_key_gives_its_first_answer_again
        attempts::what_was_left_out_is_recorded
    );
}

/// Each row, and the cases that miss it when it is not written.
macro_rules! assert_missed {
    ($($row:pat => $($theme:ident::$case:ident),+;)*) => {$($(
        let lacking = behind(|store| LeavesOut(store, |row| matches!(row, $row)));
        assert!(
            finds($theme::$case, lacking).await,
            "{} misses no {}", stringify!($theme::$case), stringify!($row)
        );
    )+)*};
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_rows_out_is_found() {
    assert_missed!(
        Row::User(_) => edits::every_field_reads_back;
        Row::Allowed(_) => allow_list::whoever_is_listed_is_found;
        Row::Disallowed(_) => allow_list::whoever_is_taken_off_is_gone;
        Row::Attempted(_) => guesses::parallel_attempts_all_count;
        Row::AttemptForgiven(_) => guesses::an_attempt_is_forgiven;
        Row::AttemptsForgotten(_) => guesses::attempts_are_forgotten;
        Row::OneTimeToken(_) => one_time::a_one_time_token_reads_back, one_time::parallel_uses_make_one;
        Row::Ticket(_) => tickets::a_ticket_reads_back, tickets::parallel_uses_let_one_in;
        Row::OneTimeTokensSpent { .. } =>
            one_time::spending_is_of_one_user_and_purpose, one_time::a_new_token_replaces_the_old_ones;
        Row::AuthSessionsRevoked { .. } =>
            sessions::all_sessions_but_one_are_ended, sessions::an_end_is_seen_at_once,
            sessions::an_end_makes_decisions_of_before_stale, sessions::parallel_changes_do_not_outlive_an_end;
        Row::ApiToken(_) => api_tokens::an_api_token_brings_its_user;
        Row::SecondFactor(_) => second_factors::a_second_factor_reads_back;
        Row::SecondFactorRemoved(_) => second_factors::a_second_factor_is_removed;
        Row::Job(_) => jobs::a_job_reads_back, jobs::due_jobs_come_in_order;
        Row::UserErased { .. } => erasure::nothing_is_left_of_an_erased_user;
        Row::Pruned { .. } =>
            pruning::expired_one_time_tokens_go, pruning::ended_sessions_go_with_their_tokens, pruning::old_attempts_go,
            pruning::done_jobs_go_with_their_causes, pruning::pruning_again_and_again_ends;
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_by_offset_are_found() {
    assert_finds!(
        telling(by_offset) =>
        statements::a_cursor_is_stable_under_inserts
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_entry_is_found() {
    assert_finds!(
        telling(without_the_first) =>
        filters::filters_narrow_a_statement
        balances::entries_follow_from_one_another
    );
}
