-- alter_function_one
COMMENT ON FUNCTION one(text[]) IS 'new';
REVOKE EXECUTE ON FUNCTION one(text[]) FROM fluent_test_reader, PUBLIC;
