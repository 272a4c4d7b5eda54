-- alter_function_one
COMMENT ON FUNCTION one(text[]) IS 'old';
GRANT EXECUTE ON FUNCTION one(text[]) TO PUBLIC, fluent_test_reader;
