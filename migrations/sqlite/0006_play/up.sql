-- Sessions of several players, every kind of answer, and what players are told as it happens.

ALTER TABLE game_sessions RENAME COLUMN user_id TO host_id;
ALTER TABLE game_sessions RENAME COLUMN served_at TO opened_at;
ALTER TABLE game_sessions RENAME COLUMN served_version TO words_version;
-- A JSON object, frozen. Every session before this one was solo, and had three hearts if nobody said otherwise.
ALTER TABLE game_sessions ADD COLUMN rules TEXT NOT NULL DEFAULT '';
UPDATE game_sessions SET rules = '{"hearts":' || (
    SELECT players.hearts_left + game_sessions.position - game_sessions.right_count
    FROM session_players AS players WHERE players.session_id = game_sessions.id
) || ',"question_time_ms":null,"time_limit_ms":null,"profile":{"scoring":"steps","first_bonus":false,"streak_bonus":false,"penalty":0},"seats":1}';
ALTER TABLE game_sessions ADD COLUMN join_code TEXT;            -- null: solo
ALTER TABLE game_sessions ADD COLUMN opens_at TEXT;             -- when the next question comes by itself
ALTER TABLE game_sessions ADD COLUMN pause_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE game_sessions ADD COLUMN paused_ms INTEGER NOT NULL DEFAULT 0;     -- in pauses that are over
ALTER TABLE game_sessions ADD COLUMN paused_at TEXT;
ALTER TABLE game_sessions ADD COLUMN due_at TEXT;               -- when something has to be done by itself
UPDATE game_sessions SET due_at = strftime('%Y-%m-%dT%H:%M:%S', updated_at, '+24 hours') || substr(updated_at, 20)
    WHERE status <> 'finished';
UPDATE game_sessions SET paused_at = updated_at, pause_count = 1 WHERE status = 'paused';
DROP INDEX game_sessions_user;
CREATE UNIQUE INDEX game_sessions_join_code ON game_sessions (join_code) WHERE status <> 'finished';
CREATE INDEX game_sessions_due ON game_sessions (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE new_session_players (
    session_id  BLOB NOT NULL REFERENCES game_sessions (id),
    user_id     BLOB NOT NULL REFERENCES users (id),
    hearts_left INTEGER NOT NULL,
    score       INTEGER NOT NULL,
    result      TEXT,                            -- win, loss or draw
    seat        INTEGER NOT NULL,
    is_ready    INTEGER NOT NULL CHECK (is_ready IN (0, 1)),
    right_count INTEGER NOT NULL,
    streak      INTEGER NOT NULL,
    joined_at   TEXT NOT NULL,
    departure   TEXT,                            -- left or kicked
    PRIMARY KEY (session_id, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO new_session_players
SELECT players.session_id, players.user_id, players.hearts_left, players.score, players.result, 1, 0,
    sessions.right_count, 0, coalesce(sessions.started_at, sessions.updated_at), NULL
FROM session_players AS players JOIN game_sessions AS sessions ON sessions.id = players.session_id;

CREATE TABLE new_player_answers (
    id                 BLOB NOT NULL PRIMARY KEY,
    session_id         BLOB NOT NULL REFERENCES game_sessions (id),
    question_id        BLOB NOT NULL REFERENCES questions (id),
    user_id            BLOB NOT NULL REFERENCES users (id),
    selected_answer_id BLOB REFERENCES answers (id),     -- null: no stored answer is what was given
    is_correct         INTEGER NOT NULL CHECK (is_correct IN (0, 1)),
    points_awarded     INTEGER NOT NULL,
    answer_time_ms     INTEGER NOT NULL,
    answered_at        TEXT NOT NULL,
    picked             TEXT,                     -- a JSON object; null: nothing came in time
    credit             INTEGER NOT NULL,         -- thousandths of a percent
    hearts_left        INTEGER,                  -- after it; null: the question is open
    score              INTEGER,                  -- after it; null: the question is open
    UNIQUE (session_id, question_id, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO new_player_answers
SELECT answers.id, answers.session_id, answers.question_id, answers.user_id, answers.selected_answer_id,
    answers.is_correct, answers.points_awarded, answers.answer_time_ms, answers.answered_at,
    '{"choice":"' || lower(
        substr(hex(selected_answer_id), 1, 8) || '-' || substr(hex(selected_answer_id), 9, 4) || '-'
        || substr(hex(selected_answer_id), 13, 4) || '-' || substr(hex(selected_answer_id), 17, 4) || '-'
        || substr(hex(selected_answer_id), 21)
    ) || '"}',
    CASE WHEN answers.is_correct THEN 100000 ELSE 0 END,
    players.hearts_left + sum(1 - answers.is_correct) OVER (PARTITION BY answers.session_id)
        - sum(1 - answers.is_correct) OVER so_far,
    sum(answers.points_awarded) OVER so_far
FROM player_answers AS answers
JOIN session_players AS players ON players.session_id = answers.session_id AND players.user_id = answers.user_id
WINDOW so_far AS (PARTITION BY answers.session_id ORDER BY answers.answered_at, answers.id);

DROP TABLE session_players;
ALTER TABLE new_session_players RENAME TO session_players;
CREATE INDEX session_players_user ON session_players (user_id, session_id);
DROP TABLE player_answers;
ALTER TABLE new_player_answers RENAME TO player_answers;
CREATE INDEX player_answers_question ON player_answers (question_id);
CREATE INDEX player_answers_user ON player_answers (user_id, id);
ALTER TABLE game_sessions DROP COLUMN right_count;

-- What happened, for whoever follows it. Numbers have no gap: a stream's row is locked until its events are committed.
CREATE TABLE streams (
    id            BLOB NOT NULL PRIMARY KEY,     -- of what is followed, such as a session
    last_sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stream_events (
    stream_id  BLOB NOT NULL REFERENCES streams (id),
    sequence   INTEGER NOT NULL,                 -- 1, 2, 3, …
    name       TEXT NOT NULL,
    payload    TEXT NOT NULL,                    -- a JSON object
    created_at TEXT NOT NULL,
    PRIMARY KEY (stream_id, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX stream_events_created ON stream_events (created_at);
