DROP TABLE stream_events;
DROP TABLE streams;

ALTER TABLE game_sessions ADD COLUMN right_count INTEGER NOT NULL DEFAULT 0;
UPDATE game_sessions SET right_count = (
    SELECT players.right_count FROM session_players AS players
    WHERE players.session_id = game_sessions.id AND players.user_id = game_sessions.host_id
);

CREATE TABLE old_player_answers (
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
INSERT INTO old_player_answers
SELECT id, session_id, question_id, user_id, selected_answer_id, is_correct, points_awarded, answer_time_ms, answered_at
FROM player_answers WHERE selected_answer_id IS NOT NULL;
DROP TABLE player_answers;
ALTER TABLE old_player_answers RENAME TO player_answers;

DROP INDEX session_players_user;
ALTER TABLE session_players DROP COLUMN departure;
ALTER TABLE session_players DROP COLUMN joined_at;
ALTER TABLE session_players DROP COLUMN streak;
ALTER TABLE session_players DROP COLUMN right_count;
ALTER TABLE session_players DROP COLUMN is_ready;
ALTER TABLE session_players DROP COLUMN seat;

DROP INDEX game_sessions_due;
DROP INDEX game_sessions_join_code;
ALTER TABLE game_sessions DROP COLUMN due_at;
ALTER TABLE game_sessions DROP COLUMN paused_at;
ALTER TABLE game_sessions DROP COLUMN paused_ms;
ALTER TABLE game_sessions DROP COLUMN pause_count;
ALTER TABLE game_sessions DROP COLUMN opens_at;
ALTER TABLE game_sessions DROP COLUMN join_code;
ALTER TABLE game_sessions DROP COLUMN rules;
ALTER TABLE game_sessions RENAME COLUMN words_version TO served_version;
ALTER TABLE game_sessions RENAME COLUMN opened_at TO served_at;
ALTER TABLE game_sessions RENAME COLUMN host_id TO user_id;
CREATE INDEX game_sessions_user ON game_sessions (user_id, id);
