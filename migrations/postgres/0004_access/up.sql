-- Profiles, tokens sent by mail, tokens of programs, second factors, attempts, jobs, and the chain of the audit log.

-- In the order of SQLite, whatever the database's own is: lists are cut by these.
ALTER TABLE users ALTER COLUMN username_key TYPE TEXT COLLATE "C";

ALTER TABLE users ADD COLUMN full_name TEXT;
ALTER TABLE users ADD COLUMN avatar_url TEXT;
ALTER TABLE users ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE users ADD COLUMN locale TEXT NOT NULL DEFAULT 'en';
ALTER TABLE users ADD COLUMN tier TEXT NOT NULL DEFAULT 'normie';
ALTER TABLE users ADD COLUMN flags TEXT NOT NULL DEFAULT '[]';              -- a JSON array
ALTER TABLE users ADD COLUMN verified_at TIMESTAMPTZ;
ALTER TABLE users ADD COLUMN locked_at TIMESTAMPTZ;

-- Of sessions from before, the last sign-in is the only one that is known.
ALTER TABLE auth_sessions ADD COLUMN kind TEXT NOT NULL DEFAULT 'tokens';   -- tokens or cookie
ALTER TABLE auth_sessions ADD COLUMN user_agent TEXT;
ALTER TABLE auth_sessions ADD COLUMN address TEXT;
ALTER TABLE auth_sessions ADD COLUMN authenticated_at TIMESTAMPTZ NOT NULL DEFAULT '1970-01-01T00:00:00Z';
UPDATE auth_sessions SET authenticated_at = created_at;
CREATE INDEX auth_sessions_user ON auth_sessions (user_id) WHERE revoked_at IS NULL;
CREATE INDEX auth_sessions_expiry ON auth_sessions (expires_at);
CREATE INDEX auth_tokens_session ON auth_tokens (session_id);

CREATE TABLE one_time_tokens (
    hash       BYTEA PRIMARY KEY,
    purpose    TEXT NOT NULL,
    user_id    UUID REFERENCES users (id),       -- null: an invitation
    email      TEXT NOT NULL,                    -- where it was sent
    return_to  TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at    TIMESTAMPTZ
);
CREATE INDEX one_time_tokens_user ON one_time_tokens (user_id, purpose) WHERE used_at IS NULL;
CREATE INDEX one_time_tokens_expiry ON one_time_tokens (expires_at);

CREATE TABLE api_tokens (
    id           UUID PRIMARY KEY,
    user_id      UUID NOT NULL REFERENCES users (id),
    name         TEXT NOT NULL,
    hash         BYTEA NOT NULL,
    scopes       TEXT NOT NULL,                  -- a JSON array
    created_at   TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ,
    expires_at   TIMESTAMPTZ,
    revoked_at   TIMESTAMPTZ,
    version      BIGINT NOT NULL
);
CREATE INDEX api_tokens_user ON api_tokens (user_id) WHERE revoked_at IS NULL;

CREATE TABLE second_factors (
    user_id      UUID PRIMARY KEY REFERENCES users (id),
    secret       BYTEA NOT NULL,                 -- sealed
    confirmed_at TIMESTAMPTZ,
    last_step    BIGINT NOT NULL,
    recovery     TEXT NOT NULL,                  -- a JSON array of hashes
    version      BIGINT NOT NULL
);

CREATE TABLE allowed_emails (
    email_key TEXT COLLATE "C" PRIMARY KEY,
    email     TEXT NOT NULL,
    name      TEXT NOT NULL,
    level     TEXT NOT NULL
);

CREATE TABLE attempts (
    key      BYTEA PRIMARY KEY,                  -- digest of what was tried and by whom
    count    BIGINT NOT NULL,
    first_at TIMESTAMPTZ NOT NULL,
    last_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX attempts_last ON attempts (last_at);

CREATE TABLE jobs (
    id          UUID PRIMARY KEY,
    kind        TEXT NOT NULL,
    payload     TEXT NOT NULL,                   -- JSON, opaque to SQL; secrets in it are sealed
    cause       TEXT NOT NULL UNIQUE,
    run_at      TIMESTAMPTZ NOT NULL,
    attempts    BIGINT NOT NULL,
    worker      UUID,                            -- who is at it
    lease_until TIMESTAMPTZ,
    state       TEXT NOT NULL,                   -- open, dead or done
    error       TEXT,
    created_at  TIMESTAMPTZ NOT NULL,
    version     BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (run_at) WHERE state = 'open';
CREATE INDEX jobs_state ON jobs (state, id);

ALTER TABLE audit_records ADD COLUMN shard SMALLINT;                        -- null: from before there was a chain
ALTER TABLE audit_records ADD COLUMN position BIGINT;
ALTER TABLE audit_records ADD COLUMN hash BYTEA;
CREATE UNIQUE INDEX audit_records_chain ON audit_records (shard, position);
CREATE INDEX audit_records_actor ON audit_records (actor_id, id);
CREATE INDEX audit_records_target ON audit_records (target_id, id);
ALTER TABLE ledger_shards ADD COLUMN audit_position BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ledger_shards ADD COLUMN audit_hash BYTEA NOT NULL DEFAULT decode(repeat('00', 32), 'hex');
ALTER TABLE ledger_shards ADD COLUMN audit_unsealed BIGINT NOT NULL DEFAULT 0;  -- records from before
UPDATE ledger_shards SET audit_unsealed = (SELECT count(*) FROM audit_records) WHERE shard = 0;
