//! The ledger's part of a batch: read and lock what its transfers touch, then fold in memory.

use super::worker::Batch;
use crate::books::load_books;
use crate::connection::Connection;
use diesel::QueryResult;
use ludger_domain::ledger::{Books, Outcome, Posted, Sealed, Transfer};
use ludger_ports::read::BooksRequest;
use ludger_ports::sabotage::Sabotage;
use ludger_ports::{CommitError, Committed, Row};

/// What the fold made of a batch.
#[derive(Default)]
pub(super) struct Folded<'a> {
    /// The accounts and holds, changed.
    pub(super) books: Books,
    /// What was posted, in the order of the chain, which is not sealed yet.
    pub(super) posted: Vec<(&'a Transfer, Posted)>,
}

/// Decides every member that is still open: from here on each has a verdict.
pub(super) fn fold<'a>(conn: &mut Connection, batch: &mut Batch<'a>) -> QueryResult<Folded<'a>> {
    let request = touched(batch);
    let mut folded = Folded::default();
    if !request.accounts.is_empty() {
        folded.books = load_books(conn, &request, !Sabotage::NoLock.is_on())?;
    }
    for index in batch.open() {
        let verdict = match fold_member(&mut folded, batch.parts(index)) {
            Ok(outcomes) => Ok(Committed { outcomes }),
            Err(error) => Err(error),
        };
        batch.decide(index, verdict);
    }
    Ok(folded)
}

fn fold_member<'a>(
    folded: &mut Folded<'a>,
    parts: &'a ludger_ports::Parts,
) -> Result<Vec<Outcome>, CommitError> {
    let books = &mut folded.books;
    let outcomes = books
        .decide(&parts.postings, parts.at)
        .map_err(|(_, refusal)| CommitError::Refused(refusal))?;
    for row in &parts.rows {
        if let Row::Floor { account, floor } = row
            && let Err(refusal) = books.set_floor(*account, *floor, parts.at)
        {
            books.take_back();
            return Err(CommitError::Refused(refusal));
        }
    }
    let new = parts
        .postings
        .iter()
        .zip(&outcomes)
        .filter_map(|(posting, outcome)| match outcome {
            Outcome::Posted(posted) => Some((&posting.transfer, posted.clone())),
            Outcome::AlreadyPosted(_) | Outcome::Refused { .. } => None,
        });
    folded.posted.extend(new);
    Ok(outcomes)
}

fn touched(batch: &Batch<'_>) -> BooksRequest {
    let open: Vec<_> = batch
        .open()
        .into_iter()
        .map(|index| batch.parts(index))
        .collect();
    let transfers = open
        .iter()
        .flat_map(|parts| parts.postings.iter().map(|posting| &posting.transfer));
    let mut request = BooksRequest::of(transfers);
    for row in open.iter().flat_map(|parts| &parts.rows) {
        if let Row::Floor { account, .. } = row {
            request.accounts.push(account.id());
        }
    }
    request.accounts.sort_unstable();
    request.accounts.dedup();
    request
}

impl Folded<'_> {
    /// The place of each posted transfer in the chain that ends at `head`.
    pub(super) fn seal(&self, head: Sealed) -> Vec<Sealed> {
        self.posted
            .iter()
            .scan(head, |head, (transfer, posted)| {
                *head = head.next(transfer, posted);
                Some(*head)
            })
            .collect()
    }
}
