-- Users, roles, sign-in sessions and their tokens. Tokens are stored as SHA-256 only.

CREATE TABLE users (
    id            BLOB NOT NULL PRIMARY KEY,
    email         TEXT,                          -- as typed; only service accounts have none
    email_key     TEXT UNIQUE,
    username      TEXT NOT NULL,
    username_key  TEXT NOT NULL UNIQUE,
    password_hash TEXT,
    created_at    TEXT NOT NULL,
    deleted_at    TEXT,
    version       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE roles (
    name        TEXT NOT NULL PRIMARY KEY,
    description TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO roles VALUES
    ('player', 'Plays, and has wallets.'),
    ('moderator', 'Keeps the question bank.'),
    ('admin', 'Runs the deployment: users, roles, adjustments, reversals.'),
    ('ledger', 'A service account that posts transfers.');

CREATE TABLE role_grants (
    user_id    BLOB NOT NULL REFERENCES users (id),
    role       TEXT NOT NULL REFERENCES roles (name),
    granted_at TEXT NOT NULL,
    granted_by BLOB REFERENCES users (id),
    PRIMARY KEY (user_id, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX role_grants_admin ON role_grants (user_id) WHERE role = 'admin';

CREATE TABLE setup_tokens (
    hash       BLOB NOT NULL PRIMARY KEY,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE auth_sessions (
    id         BLOB NOT NULL PRIMARY KEY,
    user_id    BLOB NOT NULL REFERENCES users (id),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,             -- the absolute end, whatever is refreshed
    revoked_at TEXT,
    generation INTEGER NOT NULL,                  -- of the live pair of tokens
    parent_generation INTEGER NOT NULL,           -- of the pair that bought it
    used_at    TEXT,                          -- when the live pair was first used
    version    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Never changed: what a token is worth follows from its session.
CREATE TABLE auth_tokens (
    hash       BLOB NOT NULL PRIMARY KEY,
    session_id BLOB NOT NULL REFERENCES auth_sessions (id),
    user_id    BLOB NOT NULL,
    kind       TEXT NOT NULL,                    -- access or refresh
    generation INTEGER NOT NULL,
    issued_at  TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
