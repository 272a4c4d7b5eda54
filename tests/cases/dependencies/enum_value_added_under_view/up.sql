-- alter_enum_users_mood
-- Down: fails while users.mood holds 'odd'
ALTER TYPE users_mood ADD VALUE 'odd' AFTER 'sad';
