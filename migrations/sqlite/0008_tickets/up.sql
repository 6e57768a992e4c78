-- Tickets, by which a session is followed: they stand in URLs, where no token may.

CREATE TABLE tickets (
    hash       BLOB NOT NULL PRIMARY KEY,
    user_id    BLOB NOT NULL REFERENCES users (id),
    means      TEXT NOT NULL,                    -- a JSON object: what the user was signed in by
    stream_id  BLOB NOT NULL,                    -- of what may be followed; nothing may have been told of it yet
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at    TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX tickets_of ON tickets (user_id, hash);
CREATE INDEX tickets_expiry ON tickets (expires_at);
