-- drop_enum_one
CREATE TYPE one AS ENUM ('a', 'b');

-- users_alter_column_mood
ALTER TABLE users ALTER COLUMN mood TYPE one USING mood::text::one;

-- create_enum_two
DROP TYPE two;
