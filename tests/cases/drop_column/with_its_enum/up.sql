-- users_drop_column_mood
-- Hazard: loses data in users.mood
-- Down: users.mood comes back empty
ALTER TABLE users DROP COLUMN mood;

-- drop_enum_users_mood
DROP TYPE users_mood;
