-- users_alter_column_mood
-- Hazard: rewrites users under an exclusive lock
-- Down: users.mood comes back as users_mood from what USING made of it
-- Down: fails where users.mood does not read as users_mood
ALTER TABLE users
    ALTER COLUMN mood TYPE users_mood[] USING CASE WHEN mood IS NOT NULL THEN ARRAY[mood] END;
