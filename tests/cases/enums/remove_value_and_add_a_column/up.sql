-- alter_enum_mood
-- Hazard: fails while users.mood holds 'a'
-- Hazard: rewrites users under an exclusive lock
ALTER TYPE mood RENAME TO mood__old;
CREATE TYPE mood AS ENUM ('b');
ALTER TABLE users ALTER COLUMN mood TYPE mood USING mood::text::mood;
DROP TYPE mood__old;

-- users_add_column_tone
-- Down: loses data in users.tone
ALTER TABLE users ADD COLUMN tone mood NOT NULL DEFAULT 'b';
