-- alter_enum_mood
-- Hazard: fails while users.mood holds 'b'
-- Hazard: fails while posts.tone holds 'b'
-- Hazard: rewrites users under an exclusive lock
-- Hazard: rewrites posts under an exclusive lock
ALTER TYPE mood RENAME TO mood__old;
CREATE TYPE mood AS ENUM ('c', 'a');
ALTER TABLE users ALTER COLUMN mood TYPE mood USING mood::text::mood;
ALTER TABLE posts ALTER COLUMN tone TYPE mood USING tone::text::mood;
DROP TYPE mood__old;
