-- create_function_quoted
DROP FUNCTION quoted();
