-- What the baseline writes into: the least that a ledger of accounts, transfers and entries needs.

DROP SCHEMA IF EXISTS baseline CASCADE;
CREATE SCHEMA baseline;

CREATE TABLE baseline.accounts (
    id      BIGINT PRIMARY KEY,
    balance BIGINT NOT NULL
) WITH (fillfactor = 60);                        -- room for updates in place, as the product has it

CREATE TABLE baseline.transfers (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    posted_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE baseline.entries (
    transfer_id BIGINT NOT NULL,
    ordinal     SMALLINT NOT NULL,
    account_id  BIGINT NOT NULL,
    amount      BIGINT NOT NULL,
    PRIMARY KEY (transfer_id, ordinal)
);

INSERT INTO baseline.accounts SELECT id, 0 FROM generate_series(1, 1000) AS id;
ANALYZE baseline.accounts;
