-- create_function_pairs
DROP FUNCTION pairs();
