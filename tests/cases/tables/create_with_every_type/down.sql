-- create_things
DROP TABLE things;

-- create_enum_things_mood
DROP TYPE things_mood;
