-- Leaderboards: live ones, with tallies that ranks follow from; and those that are frozen when their window is over.

CREATE TABLE board_scores (
    user_id    UUID NOT NULL REFERENCES users (id),
    board      BIGINT NOT NULL,                  -- mode, period and window in one number
    score      BIGINT NOT NULL CHECK (score >= 0),
    sessions   BIGINT NOT NULL CHECK (sessions > 0),
    reached_at TIMESTAMPTZ NOT NULL,
    is_shown   BOOLEAN NOT NULL,                 -- whether the user is on boards: neither deleted, locked nor opted out
    PRIMARY KEY (user_id, board)
);
CREATE INDEX board_scores_ranking ON board_scores (board, is_shown, score DESC, reached_at, user_id);

-- How many of those who are shown have a score of this range of 2^shift. What is added may be below zero, and is looked
-- at before it is added: so nothing here checks that the sum is not.
CREATE TABLE board_tallies (
    board   BIGINT NOT NULL,
    shift   SMALLINT NOT NULL,
    bucket  BIGINT NOT NULL,
    players BIGINT NOT NULL,
    PRIMARY KEY (board, shift, bucket)
) WITH (fillfactor = 50);                        -- changed again and again, in place

CREATE TABLE leaderboards (
    id            UUID PRIMARY KEY,              -- follows from the board
    board         BIGINT NOT NULL UNIQUE,
    mode          TEXT NOT NULL,
    period        TEXT NOT NULL,
    starts_at     TIMESTAMPTZ NOT NULL,
    ends_at       TIMESTAMPTZ NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    closed_at     TIMESTAMPTZ,                   -- scores change it no more
    frozen_at     TIMESTAMPTZ,                   -- all entries are there
    swept_at      TIMESTAMPTZ,                   -- nothing else is
    entries       BIGINT NOT NULL,
    late_sessions BIGINT NOT NULL,               -- came when it was closed
    version       BIGINT NOT NULL
);
CREATE INDEX leaderboards_of ON leaderboards (mode, period, id);
CREATE INDEX leaderboards_unswept ON leaderboards (ends_at) WHERE swept_at IS NULL;

CREATE TABLE leaderboard_entries (
    leaderboard_id UUID NOT NULL REFERENCES leaderboards (id),
    place          BIGINT NOT NULL,              -- from 1, each once
    user_id        UUID NOT NULL REFERENCES users (id),
    rank           BIGINT NOT NULL,              -- shared by equal scores
    score          BIGINT NOT NULL,
    reached_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (leaderboard_id, place),
    UNIQUE (user_id, leaderboard_id)
);
