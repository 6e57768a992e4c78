DROP TABLE player_answers;
DROP TABLE session_questions;
DROP TABLE session_players;
DROP TABLE game_sessions;
DROP TABLE answers;
DROP TABLE questions;
DROP TABLE topics;
