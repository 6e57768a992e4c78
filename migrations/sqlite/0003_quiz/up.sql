-- The question bank, and the sessions that ask it.

CREATE TABLE topics (
    id          BLOB NOT NULL PRIMARY KEY,
    title       TEXT NOT NULL,
    title_key   TEXT NOT NULL,                   -- trimmed, lower case
    description TEXT NOT NULL,
    version     INTEGER NOT NULL,
    created_at  TEXT NOT NULL,
    deleted_at  TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX topics_title ON topics (title_key) WHERE deleted_at IS NULL;

CREATE TABLE questions (
    id          BLOB NOT NULL PRIMARY KEY,
    topic_id    BLOB NOT NULL REFERENCES topics (id),
    kind        TEXT NOT NULL,
    difficulty  INTEGER NOT NULL CHECK (difficulty BETWEEN 1 AND 5),
    content     TEXT NOT NULL,
    content_key TEXT NOT NULL,                   -- what an import compares by
    explanation TEXT NOT NULL,
    points      INTEGER NOT NULL,
    tags        TEXT NOT NULL,                   -- a JSON array
    version     INTEGER NOT NULL,
    created_at  TEXT NOT NULL,
    deleted_at  TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX questions_topic ON questions (topic_id, id);

CREATE TABLE answers (
    id          BLOB NOT NULL PRIMARY KEY,
    question_id BLOB NOT NULL REFERENCES questions (id),
    position    INTEGER NOT NULL,                 -- the author's order, from 0
    content     TEXT NOT NULL,
    is_correct  INTEGER NOT NULL CHECK (is_correct IN (0, 1)),
    counterpart TEXT,
    weight      INTEGER,                          -- thousandths of a percent
    feedback    TEXT,
    is_retired  INTEGER NOT NULL DEFAULT 0 CHECK (is_retired IN (0, 1)) -- an edit took it away; who picked it still did
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_question ON answers (question_id);

CREATE TABLE game_sessions (
    id             BLOB NOT NULL PRIMARY KEY,
    user_id        BLOB NOT NULL REFERENCES users (id),
    mode           TEXT NOT NULL,
    status         TEXT NOT NULL,
    seed           INTEGER NOT NULL,
    position       INTEGER NOT NULL,              -- of the current question, from 0
    served_at      TEXT,
    served_version INTEGER,                       -- of the question, when it was first served
    right_count    INTEGER NOT NULL,
    started_at     TEXT,
    updated_at     TEXT NOT NULL,
    ended_at       TEXT,
    ending         TEXT,                         -- completed or forfeited
    version        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX game_sessions_user ON game_sessions (user_id, id);
CREATE UNIQUE INDEX game_sessions_open_solo ON game_sessions (user_id) WHERE mode = 'solo' AND status <> 'finished';

CREATE TABLE session_players (
    session_id  BLOB NOT NULL REFERENCES game_sessions (id),
    user_id     BLOB NOT NULL REFERENCES users (id),
    hearts_left INTEGER NOT NULL,
    score       INTEGER NOT NULL,
    result      TEXT,                            -- win, loss or draw
    PRIMARY KEY (session_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE session_questions (
    session_id  BLOB NOT NULL REFERENCES game_sessions (id),
    position    INTEGER NOT NULL,                 -- the drawn order, from 0
    question_id BLOB NOT NULL REFERENCES questions (id),
    PRIMARY KEY (session_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE player_answers (
    id                 BLOB NOT NULL PRIMARY KEY,
    session_id         BLOB NOT NULL REFERENCES game_sessions (id),
    question_id        BLOB NOT NULL REFERENCES questions (id),
    user_id            BLOB NOT NULL REFERENCES users (id),
    selected_answer_id BLOB NOT NULL REFERENCES answers (id),
    is_correct         INTEGER NOT NULL CHECK (is_correct IN (0, 1)),
    points_awarded     INTEGER NOT NULL,
    answer_time_ms     INTEGER NOT NULL,
    answered_at        TEXT NOT NULL,
    UNIQUE (session_id, question_id, user_id)
) STRICT, WITHOUT ROWID;
