-- users_comment
COMMENT ON INDEX idx_users_email IS 'old';
COMMENT ON CONSTRAINT users_email_key ON users IS 'old';
COMMENT ON COLUMN users.email IS 'old';
COMMENT ON TABLE users IS 'old';

-- users_mood_comment
COMMENT ON TYPE users_mood IS 'old';
