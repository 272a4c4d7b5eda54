-- rename_enum_value_users_mood_b_to_c
ALTER TYPE users_mood RENAME VALUE 'b' TO 'c';

-- alter_enum_users_mood
-- Down: fails while users.mood holds 'd'
ALTER TYPE users_mood ADD VALUE 'd' AFTER 'c';
