-- users_mood_comment
COMMENT ON TYPE users_mood IS 'old';

-- alter_enum_users_mood
ALTER TYPE users_mood ADD VALUE 'a' BEFORE 'b';
