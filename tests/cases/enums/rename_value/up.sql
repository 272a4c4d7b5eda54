-- rename_enum_value_users_mood_b_to_c
ALTER TYPE users_mood RENAME VALUE 'b' TO 'c';
