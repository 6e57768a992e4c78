//! A user's transactions as a file, chunk by chunk, so that a long history needs little memory.

mod csv;
mod json_lines;
mod record;

use super::statement::MergedStatement;
use super::{StatementCursor, TransactionFilter, WalletError};
use crate::{Outage, Ports, Settings};
use ludger_domain::ids::UserId;
use ludger_domain::money::Currencies;
use ludger_ports::read::Wallets;
use record::Record;
use std::sync::Arc;

/// How many transactions one chunk holds at most.
const CHUNK_MAX: usize = 500;

/// Begins exports.
pub struct ExportTransactions {
    wallets: Arc<dyn Wallets>,
    currencies: Currencies,
}

/// What an export looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// RFC 4180, with a header row. Cells that a spreadsheet would run as a formula are defused.
    Csv,
    /// One JSON object on each line.
    JsonLines,
}

/// An export under way.
pub struct Export {
    statement: MergedStatement,
    currencies: Currencies,
    format: ExportFormat,
    position: Position,
}

enum Position {
    Start,
    After(StatementCursor),
    End,
}

impl ExportTransactions {
    /// Takes what it needs.
    pub fn new(ports: &Ports, settings: &Settings) -> Self {
        Self {
            wallets: ports.wallets.clone(),
            currencies: settings.currencies.clone(),
        }
    }

    /// An export of what the filter lets through, newest first.
    pub fn begin(
        &self,
        user: UserId,
        filter: &TransactionFilter,
        format: ExportFormat,
    ) -> Result<Export, WalletError> {
        let accounts = filter.accounts(user, &self.currencies)?;
        Ok(Export {
            statement: MergedStatement::new(&self.wallets, accounts, filter),
            currencies: self.currencies.clone(),
            format,
            position: Position::Start,
        })
    }
}

impl Export {
    /// The next part of the file; `None` at its end. A chunk that failed can be asked for again.
    pub async fn next_chunk(&mut self) -> Result<Option<String>, Outage> {
        let (after, is_first) = match &self.position {
            Position::Start => (None, true),
            Position::After(cursor) => (Some(cursor.as_slice()), false),
            Position::End => return Ok(None),
        };
        let page = self.statement.page(after, CHUNK_MAX).await?;
        let records = page
            .items
            .iter()
            .map(|item| Record::of(item, &self.currencies));
        let records = records.collect::<Result<Vec<_>, _>>()?;
        let chunk = match self.format {
            ExportFormat::Csv => csv::write(&records, is_first)?,
            ExportFormat::JsonLines => json_lines::write(&records)?,
        };
        self.position = page.next.map_or(Position::End, Position::After);
        // A file without lines has no chunks.
        Ok((!chunk.is_empty()).then_some(chunk))
    }
}
