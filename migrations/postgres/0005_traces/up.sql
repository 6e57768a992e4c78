-- Whom a job is about, and a way to all that there is of one user.

ALTER TABLE jobs ADD COLUMN user_id uuid REFERENCES users (id);            -- null: nobody
CREATE INDEX jobs_user ON jobs (user_id, id);
CREATE INDEX holds_user ON holds (user_id, id);
CREATE INDEX auth_sessions_of ON auth_sessions (user_id, id);
CREATE INDEX api_tokens_of ON api_tokens (user_id, id);
CREATE INDEX one_time_tokens_of ON one_time_tokens (user_id, hash);
