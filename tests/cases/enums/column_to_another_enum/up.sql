-- create_enum_two
CREATE TYPE two AS ENUM ('b', 'c');

-- users_alter_column_mood
-- Hazard: fails where users.mood does not read as two
-- Hazard: rewrites users under an exclusive lock
-- Down: fails where users.mood does not read as one
ALTER TABLE users ALTER COLUMN mood TYPE two USING mood::text::two;

-- drop_enum_one
DROP TYPE one;
