DROP INDEX one_time_tokens_of;
DROP INDEX api_tokens_of;
DROP INDEX auth_sessions_of;
DROP INDEX holds_user;
DROP INDEX jobs_user;
ALTER TABLE jobs DROP COLUMN user_id;
