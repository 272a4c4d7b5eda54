-- users_drop_column_tone
-- Hazard: loses data in users.tone
-- Down: users.tone comes back as 'a' in every row
ALTER TABLE users DROP COLUMN tone;

-- alter_enum_mood
-- Hazard: fails while users.mood holds 'a'
-- Hazard: rewrites users under an exclusive lock
ALTER TYPE mood RENAME TO mood__old;
CREATE TYPE mood AS ENUM ('b');
ALTER TABLE users ALTER COLUMN mood TYPE mood USING mood::text::mood;
DROP TYPE mood__old;
