DROP TABLE question_media;
DROP TABLE media_files;
DROP INDEX player_answers_met;
DROP TABLE question_stars;
DROP TABLE quiz_questions;
DROP INDEX game_sessions_quiz;
ALTER TABLE game_sessions DROP COLUMN quiz_id;
DROP TABLE quizzes;
