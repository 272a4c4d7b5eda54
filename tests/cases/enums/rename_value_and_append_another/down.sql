-- alter_enum_users_mood
ALTER TYPE users_mood RENAME TO users_mood__old;
CREATE TYPE users_mood AS ENUM ('a', 'c');
ALTER TABLE users
    ALTER COLUMN mood DROP DEFAULT,
    ALTER COLUMN mood TYPE users_mood USING mood::text::users_mood,
    ALTER COLUMN mood SET DEFAULT 'c';
DROP TYPE users_mood__old;

-- rename_enum_value_users_mood_b_to_c
ALTER TYPE users_mood RENAME VALUE 'c' TO 'b';
