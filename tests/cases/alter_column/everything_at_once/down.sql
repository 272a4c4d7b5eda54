-- users_comment_s
COMMENT ON COLUMN users.s IS 'old';

-- users_alter_column_s
ALTER TABLE users
    ALTER COLUMN s DROP NOT NULL,
    ALTER COLUMN s DROP DEFAULT,
    ALTER COLUMN s TYPE text,
    ALTER COLUMN s SET DEFAULT '0';
