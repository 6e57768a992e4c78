//! The door: parts are checked and applied in the order in which [`Parts`] lists them.

use crate::MemoryStore;
use crate::postings::SHARD;
use crate::state::State;
use async_trait::async_trait;
use jiff::Timestamp;
use ludger_domain::accounts::AuditRecord;
use ludger_domain::ledger::Sealed;
use ludger_ports::{
    Changes, CommitError, Committed, IdempotencyRecord, NewEvent, Parts, Recorded, Row, Store,
    StreamEvent, Unavailable,
};

#[async_trait]
impl Store for MemoryStore {
    async fn commit(&self, changes: Changes) -> Result<Committed, CommitError> {
        let mut state = self.state();
        state.take_back();
        let answer = state.apply(changes.into_parts());
        match answer {
            Ok(_) => state.keep(),
            Err(_) => state.take_back(),
        }
        answer
    }
}

impl State {
    /// Writes as it goes: whoever calls takes back what was written before an error.
    fn apply(&mut self, parts: Parts) -> Result<Committed, CommitError> {
        let Parts {
            at,
            idempotency,
            expectations,
            postings,
            rows,
            audit,
            events,
        } = parts;
        self.check_key(idempotency.as_ref())?;
        if let Some(broken) = expectations
            .into_iter()
            .find(|expectation| !self.holds(expectation))
        {
            return Err(CommitError::Stale(broken));
        }
        let outcomes = self.post(postings, at)?;
        let committed = Committed { outcomes };
        let (sweeps, others): (Vec<_>, Vec<_>) = rows.iter().partition(|row| is_sweep(row));
        for row in sweeps.into_iter().chain(others) {
            self.write(row, at)?;
        }
        rows.iter().try_for_each(|row| self.check_links(row))?;
        self.tell(audit)?;
        self.number(events, at)?;
        self.record(idempotency, &committed, at)?;
        Ok(committed)
    }

    fn check_key(&self, record: Option<&IdempotencyRecord>) -> Result<(), CommitError> {
        match record.and_then(|record| self.idempotency.get(&record.scope.digest())) {
            Some(recorded) => Err(CommitError::Duplicate(Box::new(recorded.clone()))),
            None => Ok(()),
        }
    }

    fn record(
        &mut self,
        record: Option<IdempotencyRecord>,
        committed: &Committed,
        created_at: Timestamp,
    ) -> Result<(), Unavailable> {
        let Some(IdempotencyRecord {
            scope,
            fingerprint,
            receipt,
        }) = record
        else {
            return Ok(());
        };
        let recorded = Recorded {
            fingerprint,
            receipt,
            committed: committed.clone(),
            created_at,
        };
        self.idempotency.add(scope.digest(), recorded)
    }

    fn number(&mut self, events: Vec<NewEvent>, at: Timestamp) -> Result<(), Unavailable> {
        for NewEvent {
            stream,
            name,
            payload,
        } in events
        {
            let sequence = self.streams.get(&stream).map_or(1, |last| last + 1);
            self.streams.put(stream, sequence);
            let event = StreamEvent {
                stream,
                sequence,
                name: name.to_owned(),
                payload: payload.to_string(),
                at,
            };
            self.events.add((stream, sequence), event)?;
        }
        Ok(())
    }

    fn tell(&mut self, records: Vec<AuditRecord>) -> Result<(), Unavailable> {
        for record in records {
            let last = self.audit_chain.last_key_value();
            let head = last.map_or(Sealed::genesis(SHARD), |(_, (_, head))| *head);
            let sealed = record.seal(&head);
            self.audit_chain.put(sealed.position, (record.id, sealed));
            self.audit.add(record.id, record)?;
        }
        Ok(())
    }
}

/// Whether a row changes whatever was there before the commit, and so comes before what the commit writes itself.
const fn is_sweep(row: &Row) -> bool {
    matches!(
        row,
        Row::OneTimeTokensSpent { .. } | Row::AuthSessionsRevoked { .. }
    )
}
