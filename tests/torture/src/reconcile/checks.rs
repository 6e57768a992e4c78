//! The invariants, one file for each way to break one.

mod accounts_are_chained;
mod acknowledged_is_kept;
mod answers_count_once;
mod balances_are_sums;
mod calm_is_calm;
mod entries_sum_to_zero;
mod floors_hold;
mod fold_agrees;
mod hashes_are_unbroken;
mod keys_work_once;
mod nothing_broke;
mod nothing_unasked;
mod order_is_kept;
mod reads_were_true;
mod receipts_are_kept;
mod refusals_left_no_trace;
mod refusals_were_due;
mod rewards_are_due;
mod verify_agrees;

use super::{Evidence, Finding, Index};

/// A check of one invariant.
pub(crate) type Check = fn(&Evidence, &Index<'_>) -> Finding;

/// All of them, in the order of their numbers.
pub(crate) const ALL: &[Check] = &[
    entries_sum_to_zero::check,
    balances_are_sums::check,
    floors_hold::check,
    receipts_are_kept::check,
    acknowledged_is_kept::check,
    keys_work_once::check,
    answers_count_once::check,
    nothing_unasked::check,
    rewards_are_due::check,
    refusals_left_no_trace::check,
    accounts_are_chained::check,
    hashes_are_unbroken::check,
    reads_were_true::check,
    order_is_kept::check,
    fold_agrees::check,
    refusals_were_due::check,
    calm_is_calm::check,
    nothing_broke::check,
    verify_agrees::check,
];
