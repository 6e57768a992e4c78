-- The ledger. What is written here is written by the door alone; the triggers hold for everybody else too.

CREATE TABLE accounts (
    id         UUID PRIMARY KEY,                 -- follows from owner, purpose and currency
    owner_id   UUID NOT NULL,                    -- a user; all zeros: the system
    purpose    TEXT NOT NULL,
    currency   TEXT NOT NULL,
    balance    BIGINT NOT NULL,                  -- minor units: the sum of the account's entries
    sequence   BIGINT NOT NULL CHECK (sequence >= 0),
    floor      BIGINT,                           -- minor units; null: none
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT accounts_floor CHECK (floor IS NULL OR balance >= floor),
    UNIQUE (owner_id, purpose, currency)
) WITH (fillfactor = 60);                        -- room for updates in place

CREATE TABLE ledger_shards (
    shard    SMALLINT PRIMARY KEY,
    position BIGINT NOT NULL,                    -- of the last transfer of this chain
    hash     BYTEA NOT NULL,
    batch    UUID                                -- the last one that a writer of this shard committed
) WITH (fillfactor = 10);

INSERT INTO ledger_shards
SELECT shard, 0, decode(repeat('00', 32), 'hex'), NULL FROM generate_series(0, 15) AS shard;

CREATE TABLE transfers (
    id          UUID PRIMARY KEY,
    shard       SMALLINT NOT NULL,
    position    BIGINT NOT NULL,
    hash        BYTEA NOT NULL,
    category    TEXT NOT NULL,
    description TEXT,
    metadata    TEXT,                            -- a JSON object, opaque to SQL
    reference   TEXT,
    reverses    UUID,
    hold_id     UUID,
    hold_step   TEXT,                            -- open, capture or release
    occurred_at TIMESTAMPTZ NOT NULL,
    posted_at   TIMESTAMPTZ NOT NULL,
    UNIQUE (shard, position)
);
CREATE UNIQUE INDEX transfers_reference ON transfers (reference) WHERE reference IS NOT NULL;
CREATE UNIQUE INDEX transfers_reverses ON transfers (reverses) WHERE reverses IS NOT NULL;

-- No foreign keys on the two arrows of the hot path: the writer holds the account's lock and writes transfer and
-- entries in one commit, and `ledger verify` counts strays.
CREATE TABLE entries (
    transfer_id   UUID NOT NULL,
    ordinal       SMALLINT NOT NULL,             -- place in the transfer, from 0
    account_id    UUID NOT NULL,
    currency      TEXT NOT NULL,
    amount        BIGINT NOT NULL CHECK (amount <> 0),
    sequence      BIGINT NOT NULL CHECK (sequence > 0),
    balance_after BIGINT NOT NULL,
    posted_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (transfer_id, ordinal),
    UNIQUE (account_id, sequence)
);

CREATE TABLE holds (
    id         UUID PRIMARY KEY,
    user_id    UUID NOT NULL,
    currency   TEXT NOT NULL,
    amount     BIGINT NOT NULL CHECK (amount > 0),
    captured   BIGINT NOT NULL CHECK (captured >= 0),
    released   BIGINT NOT NULL CHECK (released >= 0),
    expires_at TIMESTAMPTZ,
    CONSTRAINT holds_remaining CHECK (captured + released <= amount)
);

CREATE TABLE hidden_transactions (
    account_id UUID NOT NULL,
    sequence   BIGINT NOT NULL,
    hidden_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (account_id, sequence)
);

CREATE TABLE idempotency_records (
    scope       BYTEA PRIMARY KEY,               -- digest of principal, operation and key
    principal   UUID NOT NULL,
    fingerprint BYTEA NOT NULL,
    receipt     TEXT NOT NULL,
    committed   TEXT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL
);

CREATE TABLE audit_records (
    id          UUID PRIMARY KEY,
    at          TIMESTAMPTZ NOT NULL,
    actor_id    UUID,
    action      TEXT NOT NULL,
    target_kind TEXT,
    target_id   UUID,
    meta        TEXT NOT NULL,
    address     TEXT,
    request_id  TEXT
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON transfers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_records
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE DELETE OR TRUNCATE ON accounts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The entries of a transfer are inserted by one statement, balance in it, and come before their transfer, which no
-- entry joins later.
CREATE FUNCTION refuse_unbalanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM inserted GROUP BY transfer_id, currency HAVING SUM(amount) <> 0) THEN
        RAISE EXCEPTION 'entries do not sum to zero' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT FROM inserted JOIN transfers ON transfers.id = inserted.transfer_id) THEN
        RAISE EXCEPTION 'entries is append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER balanced AFTER INSERT ON entries
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_unbalanced();
