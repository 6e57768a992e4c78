//! The ledger: what transfers touch is loaded, the domain's fold decides, and what it decided is written.

use crate::state::{EntryAt, State, Stored};
use jiff::Timestamp;
use ludger_domain::ledger::{Books, Known, Outcome, Posted, Posting, Sealed, Shard, Transfer};
use ludger_ports::read::BooksRequest;
use ludger_ports::{CommitError, Unavailable};

/// One writer, one chain.
pub(crate) const SHARD: Shard = 0;

impl State {
    /// As much of the books as some transfers touch.
    pub(crate) fn books(&self, request: &BooksRequest) -> Books {
        let BooksRequest {
            accounts,
            holds,
            references,
            originals,
        } = request;
        let mut books = Books::default();
        accounts
            .iter()
            .filter_map(|id| self.accounts.get(id))
            .for_each(|state| books.load(*state));
        holds
            .iter()
            .filter_map(|id| self.holds.get(id))
            .for_each(|hold| books.load_hold(*hold));
        for original in originals {
            if let Some(by) = self.reversals.get(original) {
                books.load_reversal(*original, *by);
            }
        }
        for reference in references {
            let id = self.references.get(reference);
            if let Some(Stored {
                transfer, posted, ..
            }) = id.and_then(|id| self.transfers.get(id))
            {
                let known = Known {
                    digest: transfer.content_digest(),
                    posted: posted.clone(),
                };
                books.load_reference(reference.clone(), known);
            }
        }
        books
    }

    pub(crate) fn post(
        &mut self,
        postings: Vec<Posting>,
        now: Timestamp,
    ) -> Result<Vec<Outcome>, CommitError> {
        let request = BooksRequest::of(postings.iter().map(|posting| &posting.transfer));
        let mut books = self.books(&request);
        let decided = books.decide(&postings, now);
        let outcomes = decided.map_err(|(_, refusal)| CommitError::Refused(refusal))?;
        for (posting, outcome) in postings.into_iter().zip(&outcomes) {
            if let Outcome::Posted(posted) = outcome {
                self.seal(posting.transfer, posted)?;
            }
        }
        books
            .changed()
            .for_each(|(id, account, _)| self.accounts.put(id, *account));
        books
            .changed_holds()
            .for_each(|hold| self.holds.put(hold.id, *hold));
        Ok(outcomes)
    }

    /// Adds a transfer to the end of the chain, and its entries to their accounts.
    fn seal(&mut self, transfer: Transfer, posted: &Posted) -> Result<(), Unavailable> {
        let id = transfer.id();
        let head = self
            .heads
            .get(&SHARD)
            .copied()
            .unwrap_or(Sealed::genesis(SHARD));
        let sealed = head.next(&transfer, posted);
        for (ordinal, entry) in posted.entries.iter().enumerate() {
            self.entries.add(
                (entry.account, entry.sequence),
                EntryAt {
                    transfer: id,
                    ordinal,
                },
            )?;
        }
        if let Some(reference) = transfer.reference() {
            self.references.add(reference.clone(), id)?;
        }
        if let Some(original) = transfer.reverses() {
            self.reversals.add(original, id)?;
        }
        self.chain.add((SHARD, sealed.position), id)?;
        self.heads.put(SHARD, sealed);
        self.transfers.add(
            id,
            Stored {
                transfer,
                posted: posted.clone(),
                sealed,
            },
        )
    }
}
