-- create_function_rename_user
DROP FUNCTION rename_user(bigint, text);

-- create_function_add
DROP FUNCTION add(integer, integer);
