DROP TABLE stream_events;
DROP TABLE streams;

DROP INDEX player_answers_user;
DROP INDEX player_answers_question;
DELETE FROM player_answers WHERE selected_answer_id IS NULL;
ALTER TABLE player_answers DROP COLUMN score;
ALTER TABLE player_answers DROP COLUMN hearts_left;
ALTER TABLE player_answers DROP COLUMN credit;
ALTER TABLE player_answers DROP COLUMN picked;
ALTER TABLE player_answers ALTER COLUMN selected_answer_id SET NOT NULL;

ALTER TABLE game_sessions ADD COLUMN right_count BIGINT NOT NULL DEFAULT 0;
UPDATE game_sessions SET right_count = players.right_count
FROM session_players AS players
WHERE players.session_id = game_sessions.id AND players.user_id = game_sessions.host_id;
ALTER TABLE game_sessions ALTER COLUMN right_count DROP DEFAULT;

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
