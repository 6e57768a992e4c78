-- Sessions of several players, every kind of answer, and what players are told as it happens.

ALTER TABLE game_sessions RENAME COLUMN user_id TO host_id;
ALTER TABLE game_sessions RENAME COLUMN served_at TO opened_at;
ALTER TABLE game_sessions RENAME COLUMN served_version TO words_version;
ALTER TABLE game_sessions ADD COLUMN rules TEXT;
UPDATE game_sessions SET rules = '{"hearts":' || (
    SELECT players.hearts_left + game_sessions.position - game_sessions.right_count
    FROM session_players AS players WHERE players.session_id = game_sessions.id
) || ',"question_time_ms":null,"time_limit_ms":null,"profile":{"scoring":"steps","first_bonus":false,"streak_bonus":false,"penalty":0},"seats":1}';
ALTER TABLE game_sessions ALTER COLUMN rules SET NOT NULL;      -- a JSON object, frozen
ALTER TABLE game_sessions ADD COLUMN join_code TEXT;            -- null: solo
ALTER TABLE game_sessions ADD COLUMN opens_at TIMESTAMPTZ;      -- when the next question comes by itself
ALTER TABLE game_sessions ADD COLUMN pause_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE game_sessions ADD COLUMN paused_ms BIGINT NOT NULL DEFAULT 0;      -- in pauses that are over
ALTER TABLE game_sessions ADD COLUMN paused_at TIMESTAMPTZ;
ALTER TABLE game_sessions ADD COLUMN due_at TIMESTAMPTZ;        -- when something has to be done by itself
UPDATE game_sessions SET due_at = updated_at + INTERVAL '24 hours' WHERE status <> 'finished';
UPDATE game_sessions SET paused_at = updated_at, pause_count = 1 WHERE status = 'paused';
DROP INDEX game_sessions_user;
CREATE UNIQUE INDEX game_sessions_join_code ON game_sessions (join_code) WHERE status <> 'finished';
CREATE INDEX game_sessions_due ON game_sessions (due_at) WHERE due_at IS NOT NULL;

ALTER TABLE session_players ADD COLUMN seat BIGINT NOT NULL DEFAULT 1;
ALTER TABLE session_players ADD COLUMN is_ready BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE session_players ADD COLUMN right_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session_players ADD COLUMN streak BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session_players ADD COLUMN joined_at TIMESTAMPTZ;
ALTER TABLE session_players ADD COLUMN departure TEXT;          -- left or kicked
UPDATE session_players SET (right_count, joined_at) = (
    SELECT sessions.right_count, coalesce(sessions.started_at, sessions.updated_at)
    FROM game_sessions AS sessions WHERE sessions.id = session_players.session_id
);
ALTER TABLE session_players ALTER COLUMN joined_at SET NOT NULL;
CREATE INDEX session_players_user ON session_players (user_id, session_id);

ALTER TABLE player_answers ALTER COLUMN selected_answer_id DROP NOT NULL;       -- null: no stored answer is what was given
ALTER TABLE player_answers ADD COLUMN picked TEXT;              -- a JSON object; null: nothing came in time
ALTER TABLE player_answers ADD COLUMN credit BIGINT NOT NULL DEFAULT 0;         -- thousandths of a percent
ALTER TABLE player_answers ADD COLUMN hearts_left BIGINT;       -- after it; null: the question is open
ALTER TABLE player_answers ADD COLUMN score BIGINT;             -- after it; null: the question is open
UPDATE player_answers SET
    picked = '{"choice":"' || selected_answer_id || '"}',
    credit = CASE WHEN is_correct THEN 100000 ELSE 0 END;
UPDATE player_answers SET hearts_left = standing.hearts_left, score = standing.score
FROM (
    SELECT answers.id,
        players.hearts_left + sum(CASE WHEN answers.is_correct THEN 0 ELSE 1 END) OVER (PARTITION BY answers.session_id)
            - sum(CASE WHEN answers.is_correct THEN 0 ELSE 1 END) OVER so_far AS hearts_left,
        sum(answers.points_awarded) OVER so_far AS score
    FROM player_answers AS answers
    JOIN session_players AS players ON players.session_id = answers.session_id AND players.user_id = answers.user_id
    WINDOW so_far AS (PARTITION BY answers.session_id ORDER BY answers.answered_at, answers.id)
) AS standing
WHERE standing.id = player_answers.id;
CREATE INDEX player_answers_question ON player_answers (question_id);
CREATE INDEX player_answers_user ON player_answers (user_id, id);

ALTER TABLE game_sessions DROP COLUMN right_count;

-- What happened, for whoever follows it. Numbers have no gap: a stream's row is locked until its events are committed.
CREATE TABLE streams (
    id            UUID PRIMARY KEY,              -- of what is followed, such as a session
    last_sequence BIGINT NOT NULL
);

CREATE TABLE stream_events (
    stream_id  UUID NOT NULL REFERENCES streams (id),
    sequence   BIGINT NOT NULL,                  -- 1, 2, 3, …
    name       TEXT NOT NULL,
    payload    TEXT NOT NULL,                    -- a JSON object
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (stream_id, sequence)
);
CREATE INDEX stream_events_created ON stream_events (created_at);
