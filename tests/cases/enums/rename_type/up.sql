-- rename_enum_users_mood_to_feeling
ALTER TYPE users_mood RENAME TO feeling;
