DROP TABLE audit_records;
DROP TABLE idempotency_records;
DROP TABLE hidden_transactions;
DROP TABLE holds;
DROP TABLE entries;
DROP TABLE transfers;
DROP TABLE ledger_shards;
DROP TABLE accounts;
