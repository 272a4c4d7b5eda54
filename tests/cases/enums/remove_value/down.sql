-- alter_enum_users_mood
ALTER TYPE users_mood ADD VALUE 'c' AFTER 'b';
