DROP TABLE audit_records, idempotency_records, hidden_transactions, holds, entries, transfers, ledger_shards, accounts;
DROP FUNCTION refuse_unbalanced, refuse_change;
