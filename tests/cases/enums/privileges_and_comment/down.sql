-- grant_mood
REVOKE USAGE ON TYPE mood FROM "Fluent Test Writer";
GRANT USAGE ON TYPE mood TO PUBLIC, fluent_test_reader;

-- mood_comment
COMMENT ON TYPE mood IS 'old';
