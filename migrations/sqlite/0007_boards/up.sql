-- Leaderboards: live ones, with tallies that ranks follow from; and those that are frozen when their window is over.

CREATE TABLE board_scores (
    user_id    BLOB NOT NULL REFERENCES users (id),
    board      INTEGER NOT NULL,                 -- mode, period and window in one number
    score      INTEGER NOT NULL CHECK (score >= 0),
    sessions   INTEGER NOT NULL CHECK (sessions > 0),
    reached_at TEXT NOT NULL,
    is_shown   INTEGER NOT NULL CHECK (is_shown IN (0, 1)), -- whether the user is on boards: neither deleted, locked nor opted out
    PRIMARY KEY (user_id, board)
) STRICT, WITHOUT ROWID;
CREATE INDEX board_scores_ranking ON board_scores (board, is_shown, score DESC, reached_at, user_id);

-- How many of those who are shown have a score of this range of 2^shift. What is added may be below zero, and is looked
-- at before it is added: so nothing here checks that the sum is not.
CREATE TABLE board_tallies (
    board   INTEGER NOT NULL,
    shift   INTEGER NOT NULL,
    bucket  INTEGER NOT NULL,
    players INTEGER NOT NULL,
    PRIMARY KEY (board, shift, bucket)
) STRICT, WITHOUT ROWID;

CREATE TABLE leaderboards (
    id            BLOB NOT NULL PRIMARY KEY,     -- follows from the board
    board         INTEGER NOT NULL UNIQUE,
    mode          TEXT NOT NULL,
    period        TEXT NOT NULL,
    starts_at     TEXT NOT NULL,
    ends_at       TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    closed_at     TEXT,                          -- scores change it no more
    frozen_at     TEXT,                          -- all entries are there
    swept_at      TEXT,                          -- nothing else is
    entries       INTEGER NOT NULL,
    late_sessions INTEGER NOT NULL,              -- came when it was closed
    version       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX leaderboards_of ON leaderboards (mode, period, id);
CREATE INDEX leaderboards_unswept ON leaderboards (ends_at) WHERE swept_at IS NULL;

CREATE TABLE leaderboard_entries (
    leaderboard_id BLOB NOT NULL REFERENCES leaderboards (id),
    place          INTEGER NOT NULL,             -- from 1, each once
    user_id        BLOB NOT NULL REFERENCES users (id),
    rank           INTEGER NOT NULL,             -- shared by equal scores
    score          INTEGER NOT NULL,
    reached_at     TEXT NOT NULL,
    PRIMARY KEY (leaderboard_id, place),
    UNIQUE (user_id, leaderboard_id)
) STRICT, WITHOUT ROWID;
