-- alter_enum_mood
-- Hazard: fails while moods.name holds 'b'
-- Hazard: fails while users.mood holds 'b'
-- Hazard: rewrites moods under an exclusive lock
-- Hazard: rewrites users under an exclusive lock
ALTER TABLE users DROP CONSTRAINT fk_users_mood_row;
ALTER TYPE mood RENAME TO mood__old;
CREATE TYPE mood AS ENUM ('a', 'c');
ALTER TABLE moods ALTER COLUMN name TYPE mood USING name::text::mood;
ALTER TABLE users ALTER COLUMN mood TYPE mood USING mood::text::mood;
DROP TYPE mood__old;
ALTER TABLE users
    ADD CONSTRAINT fk_users_mood_row FOREIGN KEY (mood) REFERENCES moods (name)
        ON DELETE NO ACTION ON UPDATE NO ACTION;
