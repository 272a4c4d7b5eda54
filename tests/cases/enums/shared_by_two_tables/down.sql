-- alter_enum_mood
ALTER TYPE mood RENAME TO mood__old;
CREATE TYPE mood AS ENUM ('a', 'b', 'c');
ALTER TABLE users ALTER COLUMN mood TYPE mood USING mood::text::mood;
ALTER TABLE posts ALTER COLUMN tone TYPE mood USING tone::text::mood;
DROP TYPE mood__old;
