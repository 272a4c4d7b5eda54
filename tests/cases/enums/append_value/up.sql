-- alter_enum_users_mood
-- Down: fails while users.mood holds 'c'
ALTER TYPE users_mood ADD VALUE 'c' AFTER 'b';
