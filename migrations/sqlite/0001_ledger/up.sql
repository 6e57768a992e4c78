-- The ledger. What is written here is written by the door alone; the triggers hold for everybody else too.
-- Ids and hashes are BLOB, instants are TEXT of fixed width ('2026-01-01T00:00:00.000000Z'), booleans are 0 and 1.

CREATE TABLE accounts (
    id         BLOB NOT NULL PRIMARY KEY,        -- follows from owner, purpose and currency
    owner_id   BLOB NOT NULL,                    -- a user; all zeros: the system
    purpose    TEXT NOT NULL,
    currency   TEXT NOT NULL,
    balance    INTEGER NOT NULL,                 -- minor units: the sum of the account's entries
    sequence   INTEGER NOT NULL CHECK (sequence >= 0),
    floor      INTEGER,                          -- minor units; null: none
    updated_at TEXT NOT NULL,
    CONSTRAINT accounts_floor CHECK (floor IS NULL OR balance >= floor),
    UNIQUE (owner_id, purpose, currency)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_shards (
    shard    INTEGER NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL,                   -- of the last transfer of this chain
    hash     BLOB NOT NULL,
    batch    BLOB                                -- the last one that a writer of this shard committed
) STRICT;

INSERT INTO ledger_shards
WITH RECURSIVE shards(shard) AS (SELECT 0 UNION ALL SELECT shard + 1 FROM shards WHERE shard < 15)
SELECT shard, 0, zeroblob(32), NULL FROM shards;

CREATE TABLE transfers (
    id          BLOB NOT NULL PRIMARY KEY,
    shard       INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    hash        BLOB NOT NULL,
    category    TEXT NOT NULL,
    description TEXT,
    metadata    TEXT,                            -- a JSON object, opaque to SQL
    reference   TEXT,
    reverses    BLOB,
    hold_id     BLOB,
    hold_step   TEXT,                            -- open, capture or release
    occurred_at TEXT NOT NULL,
    posted_at   TEXT NOT NULL,
    UNIQUE (shard, position)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX transfers_reference ON transfers (reference) WHERE reference IS NOT NULL;
CREATE UNIQUE INDEX transfers_reverses ON transfers (reverses) WHERE reverses IS NOT NULL;

-- Entries come first, their transfer seals them: it is refused unless they balance, and no entry joins it later.
CREATE TABLE entries (
    transfer_id   BLOB NOT NULL REFERENCES transfers (id) DEFERRABLE INITIALLY DEFERRED,
    ordinal       INTEGER NOT NULL,              -- place in the transfer, from 0
    account_id    BLOB NOT NULL,
    currency      TEXT NOT NULL,
    amount        INTEGER NOT NULL CHECK (amount <> 0),
    sequence      INTEGER NOT NULL CHECK (sequence > 0),
    balance_after INTEGER NOT NULL,
    posted_at     TEXT NOT NULL,
    PRIMARY KEY (transfer_id, ordinal),
    UNIQUE (account_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE holds (
    id         BLOB NOT NULL PRIMARY KEY,
    user_id    BLOB NOT NULL,
    currency   TEXT NOT NULL,
    amount     INTEGER NOT NULL CHECK (amount > 0),
    captured   INTEGER NOT NULL CHECK (captured >= 0),
    released   INTEGER NOT NULL CHECK (released >= 0),
    expires_at TEXT,
    CONSTRAINT holds_remaining CHECK (captured + released <= amount)
) STRICT, WITHOUT ROWID;

CREATE TABLE hidden_transactions (
    account_id BLOB NOT NULL,
    sequence   INTEGER NOT NULL,
    hidden_at  TEXT NOT NULL,
    PRIMARY KEY (account_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency_records (
    scope       BLOB NOT NULL PRIMARY KEY,       -- digest of principal, operation and key
    principal   BLOB NOT NULL,
    fingerprint BLOB NOT NULL,
    receipt     TEXT NOT NULL,
    committed   TEXT NOT NULL,
    created_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_records (
    id          BLOB NOT NULL PRIMARY KEY,
    at          TEXT NOT NULL,
    actor_id    BLOB,
    action      TEXT NOT NULL,
    target_kind TEXT,
    target_id   BLOB,
    meta        TEXT NOT NULL,
    address     TEXT,
    request_id  TEXT
) STRICT, WITHOUT ROWID;

CREATE TRIGGER transfers_no_update BEFORE UPDATE ON transfers
BEGIN SELECT RAISE(ABORT, 'transfers is append-only'); END;
CREATE TRIGGER transfers_no_delete BEFORE DELETE ON transfers
BEGIN SELECT RAISE(ABORT, 'transfers is append-only'); END;
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'entries is append-only'); END;
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries is append-only'); END;
CREATE TRIGGER audit_records_no_update BEFORE UPDATE ON audit_records
BEGIN SELECT RAISE(ABORT, 'audit_records is append-only'); END;
CREATE TRIGGER audit_records_no_delete BEFORE DELETE ON audit_records
BEGIN SELECT RAISE(ABORT, 'audit_records is append-only'); END;
CREATE TRIGGER accounts_no_delete BEFORE DELETE ON accounts
BEGIN SELECT RAISE(ABORT, 'accounts is append-only'); END;

-- INSERT OR REPLACE deletes without firing a delete trigger: what is there already is refused before it can.
CREATE TRIGGER entries_sealed BEFORE INSERT ON entries
WHEN EXISTS (SELECT 1 FROM transfers WHERE id = NEW.transfer_id)
  OR EXISTS (SELECT 1 FROM entries WHERE account_id = NEW.account_id AND sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'entries is append-only'); END;

CREATE TRIGGER transfers_sealed BEFORE INSERT ON transfers
WHEN EXISTS (SELECT 1 FROM transfers WHERE id = NEW.id OR (shard = NEW.shard AND position = NEW.position))
BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: transfers is append-only'); END;

CREATE TRIGGER transfers_balanced AFTER INSERT ON transfers
WHEN EXISTS (SELECT 1 FROM entries WHERE transfer_id = NEW.id GROUP BY currency HAVING SUM(amount) <> 0)
BEGIN SELECT RAISE(ABORT, 'entries do not sum to zero'); END;
