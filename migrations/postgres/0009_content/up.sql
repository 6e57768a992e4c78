-- What stands around the questions: quizzes, stars, pictures and sounds.

CREATE TABLE quizzes (
    id          UUID PRIMARY KEY,
    title       TEXT NOT NULL,
    description TEXT NOT NULL,
    topic_id    UUID NOT NULL REFERENCES topics (id),
    difficulty  BIGINT NOT NULL CHECK (difficulty BETWEEN 1 AND 5),
    settings    TEXT NOT NULL,                   -- JSON: how it is played
    status      TEXT NOT NULL,                   -- draft, published or archived
    play_count  BIGINT NOT NULL DEFAULT 0,      -- finished sessions; counted, never set
    author_id   UUID NOT NULL REFERENCES users (id),
    version     BIGINT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    updated_at  TIMESTAMPTZ NOT NULL,
    deleted_at  TIMESTAMPTZ
);
CREATE INDEX quizzes_topic ON quizzes (topic_id, id);
CREATE INDEX quizzes_played ON quizzes (status, play_count, id);

CREATE TABLE quiz_questions (
    quiz_id     UUID NOT NULL REFERENCES quizzes (id),
    position    BIGINT NOT NULL,                -- the author's order, from 0
    question_id UUID NOT NULL REFERENCES questions (id),
    PRIMARY KEY (quiz_id, position),
    UNIQUE (quiz_id, question_id)
);
CREATE INDEX quiz_questions_question ON quiz_questions (question_id);

-- What a session is of; null: its questions were drawn from the bank.
ALTER TABLE game_sessions ADD COLUMN quiz_id UUID REFERENCES quizzes (id);
CREATE INDEX game_sessions_quiz ON game_sessions (quiz_id) WHERE quiz_id IS NOT NULL;

-- What a user wants to come back to.
CREATE TABLE question_stars (
    user_id     UUID NOT NULL REFERENCES users (id),
    question_id UUID NOT NULL REFERENCES questions (id),
    starred_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (user_id, question_id)
);
CREATE INDEX question_stars_newest ON question_stars (user_id, starred_at, question_id);
CREATE INDEX player_answers_met ON player_answers (user_id, question_id);

-- Files that were uploaded. Their content lies elsewhere, by their names.
CREATE TABLE media_files (
    name        TEXT COLLATE "C" NOT NULL PRIMARY KEY,      -- SHA-256, a point, and what it is
    bytes       BIGINT NOT NULL,
    uploaded_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX media_files_age ON media_files (uploaded_at, name);

-- What questions show or play.
CREATE TABLE question_media (
    question_id UUID NOT NULL REFERENCES questions (id),
    position    BIGINT NOT NULL,                  -- the author's order, from 0
    url         TEXT NOT NULL,
    media_type  TEXT NOT NULL,                   -- png, gif or mp3
    file        TEXT COLLATE "C" REFERENCES media_files (name), -- null: it lies elsewhere
    PRIMARY KEY (question_id, position)
);
CREATE INDEX question_media_file ON question_media (file);
