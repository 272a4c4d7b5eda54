-- rename_function_add_to_plus_integer
ALTER FUNCTION add(integer) RENAME TO plus;
