-- users_add_index_c
DROP INDEX c;

-- users_add_check_not_c
ALTER TABLE users DROP CONSTRAINT not_c;

-- alter_enum_users_mood
ALTER TYPE users_mood RENAME TO users_mood__old;
CREATE TYPE users_mood AS ENUM ('a', 'b');
ALTER TABLE users ALTER COLUMN mood TYPE users_mood USING mood::text::users_mood;
DROP TYPE users_mood__old;
