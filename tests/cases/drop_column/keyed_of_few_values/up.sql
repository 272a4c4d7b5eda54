-- users_drop_column_first
-- Hazard: loses data in users.first
-- Down: fails while users holds more than one row
-- Down: users.first comes back as false in every row
ALTER TABLE users DROP CONSTRAINT users_first_key;
ALTER TABLE users DROP COLUMN first;

-- users_drop_column_mood
-- Hazard: loses data in users.mood
-- Down: fails while users holds more than one row
-- Down: users.mood comes back as 'sad' in every row
ALTER TABLE users DROP CONSTRAINT users_mood_key;
ALTER TABLE users DROP COLUMN mood;

-- drop_enum_users_mood
DROP TYPE users_mood;
