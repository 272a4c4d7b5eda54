-- create_function_add
DROP FUNCTION add(integer, integer);
