-- rename_enum_users_mood_to_feeling
ALTER TYPE feeling RENAME TO users_mood;
