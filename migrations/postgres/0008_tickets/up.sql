-- Tickets, by which a session is followed: they stand in URLs, where no token may.

CREATE TABLE tickets (
    hash       BYTEA PRIMARY KEY,
    user_id    UUID NOT NULL REFERENCES users (id),
    means      TEXT NOT NULL,                    -- a JSON object: what the user was signed in by
    stream_id  UUID NOT NULL,                    -- of what may be followed; nothing may have been told of it yet
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at    TIMESTAMPTZ
);
CREATE INDEX tickets_of ON tickets (user_id, hash);
CREATE INDEX tickets_expiry ON tickets (expires_at);
