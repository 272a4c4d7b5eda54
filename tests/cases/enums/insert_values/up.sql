-- alter_enum_users_mood
-- Down: fails while users.mood holds 'a' or 'c'
ALTER TYPE users_mood ADD VALUE 'a' BEFORE 'b';
ALTER TYPE users_mood ADD VALUE 'c' AFTER 'b';
