-- mood_comment
COMMENT ON TYPE mood IS 'new';

-- grant_mood
REVOKE USAGE ON TYPE mood FROM fluent_test_reader, PUBLIC;
GRANT USAGE ON TYPE mood TO "Fluent Test Writer" WITH GRANT OPTION;
