-- The question bank, and the sessions that ask it.

CREATE TABLE topics (
    id          UUID PRIMARY KEY,
    title       TEXT NOT NULL,
    title_key   TEXT COLLATE "C" NOT NULL,       -- trimmed, lower case; in the order of SQLite
    description TEXT NOT NULL,
    version     BIGINT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    deleted_at  TIMESTAMPTZ
);
CREATE UNIQUE INDEX topics_title ON topics (title_key) WHERE deleted_at IS NULL;

CREATE TABLE questions (
    id          UUID PRIMARY KEY,
    topic_id    UUID NOT NULL REFERENCES topics (id),
    kind        TEXT NOT NULL,
    difficulty  BIGINT NOT NULL CHECK (difficulty BETWEEN 1 AND 5),
    content     TEXT NOT NULL,
    content_key TEXT NOT NULL,                   -- what an import compares by
    explanation TEXT NOT NULL,
    points      BIGINT NOT NULL,
    tags        TEXT NOT NULL,                   -- a JSON array
    version     BIGINT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    deleted_at  TIMESTAMPTZ
);
CREATE INDEX questions_topic ON questions (topic_id, id);

CREATE TABLE answers (
    id          UUID PRIMARY KEY,
    question_id UUID NOT NULL REFERENCES questions (id),
    position    BIGINT NOT NULL,                 -- the author's order, from 0
    content     TEXT NOT NULL,
    is_correct  BOOLEAN NOT NULL,
    counterpart TEXT,
    weight      BIGINT,                          -- thousandths of a percent
    feedback    TEXT,
    is_retired  BOOLEAN NOT NULL DEFAULT FALSE   -- an edit took it away; who picked it still did
);
CREATE INDEX answers_question ON answers (question_id);

CREATE TABLE game_sessions (
    id             UUID PRIMARY KEY,
    user_id        UUID NOT NULL REFERENCES users (id),
    mode           TEXT NOT NULL,
    status         TEXT NOT NULL,
    seed           BIGINT NOT NULL,
    position       BIGINT NOT NULL,              -- of the current question, from 0
    served_at      TIMESTAMPTZ,
    served_version BIGINT,                       -- of the question, when it was first served
    right_count    BIGINT NOT NULL,
    started_at     TIMESTAMPTZ,
    updated_at     TIMESTAMPTZ NOT NULL,
    ended_at       TIMESTAMPTZ,
    ending         TEXT,                         -- completed or forfeited
    version        BIGINT NOT NULL
);
CREATE INDEX game_sessions_user ON game_sessions (user_id, id);
CREATE UNIQUE INDEX game_sessions_open_solo ON game_sessions (user_id) WHERE mode = 'solo' AND status <> 'finished';

CREATE TABLE session_players (
    session_id  UUID NOT NULL REFERENCES game_sessions (id),
    user_id     UUID NOT NULL REFERENCES users (id),
    hearts_left BIGINT NOT NULL,
    score       BIGINT NOT NULL,
    result      TEXT,                            -- win, loss or draw
    PRIMARY KEY (session_id, user_id)
);

CREATE TABLE session_questions (
    session_id  UUID NOT NULL REFERENCES game_sessions (id),
    position    BIGINT NOT NULL,                 -- the drawn order, from 0
    question_id UUID NOT NULL REFERENCES questions (id),
    PRIMARY KEY (session_id, position)
);

CREATE TABLE player_answers (
    id                 UUID PRIMARY KEY,
    session_id         UUID NOT NULL REFERENCES game_sessions (id),
    question_id        UUID NOT NULL REFERENCES questions (id),
    user_id            UUID NOT NULL REFERENCES users (id),
    selected_answer_id UUID NOT NULL REFERENCES answers (id),
    is_correct         BOOLEAN NOT NULL,
    points_awarded     BIGINT NOT NULL,
    answer_time_ms     BIGINT NOT NULL,
    answered_at        TIMESTAMPTZ NOT NULL,
    UNIQUE (session_id, question_id, user_id)
);
