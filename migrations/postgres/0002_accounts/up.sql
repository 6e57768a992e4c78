-- Users, roles, sign-in sessions and their tokens. Tokens are stored as SHA-256 only.

CREATE TABLE users (
    id            UUID PRIMARY KEY,
    email         TEXT,                          -- as typed; only service accounts have none
    email_key     TEXT UNIQUE,
    username      TEXT NOT NULL,
    username_key  TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    created_at    TIMESTAMPTZ NOT NULL,
    deleted_at    TIMESTAMPTZ,
    version       BIGINT NOT NULL
);

CREATE TABLE roles (
    name        TEXT PRIMARY KEY,
    description TEXT NOT NULL
);
INSERT INTO roles VALUES
    ('player', 'Plays, and has wallets.'),
    ('moderator', 'Keeps the question bank.'),
    ('admin', 'Runs the deployment: users, roles, adjustments, reversals.'),
    ('ledger', 'A service account that posts transfers.');

CREATE TABLE role_grants (
    user_id    UUID NOT NULL REFERENCES users (id),
    role       TEXT NOT NULL REFERENCES roles (name),
    granted_at TIMESTAMPTZ NOT NULL,
    granted_by UUID REFERENCES users (id),
    PRIMARY KEY (user_id, role)
);
CREATE INDEX role_grants_admin ON role_grants (user_id) WHERE role = 'admin';

CREATE TABLE setup_tokens (
    hash       BYTEA PRIMARY KEY,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE auth_sessions (
    id         UUID PRIMARY KEY,
    user_id    UUID NOT NULL REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,             -- the absolute end, whatever is refreshed
    revoked_at TIMESTAMPTZ,
    generation BIGINT NOT NULL,                  -- of the live pair of tokens
    parent_generation BIGINT NOT NULL,           -- of the pair that bought it
    used_at    TIMESTAMPTZ,                          -- when the live pair was first used
    version    BIGINT NOT NULL
);

-- Never changed: what a token is worth follows from its session.
CREATE TABLE auth_tokens (
    hash       BYTEA PRIMARY KEY,
    session_id UUID NOT NULL REFERENCES auth_sessions (id),
    user_id    UUID NOT NULL,
    kind       TEXT NOT NULL,                    -- access or refresh
    generation BIGINT NOT NULL,
    issued_at  TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
