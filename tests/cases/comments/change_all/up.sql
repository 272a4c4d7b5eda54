-- users_mood_comment
COMMENT ON TYPE users_mood IS NULL;

-- users_comment
COMMENT ON TABLE users IS 'it''s new';
COMMENT ON COLUMN users.email IS 'new';
COMMENT ON CONSTRAINT users_email_key ON users IS 'new';
COMMENT ON INDEX idx_users_email IS 'new';
