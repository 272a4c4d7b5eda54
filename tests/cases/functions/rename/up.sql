-- rename_function_add_to_plus
ALTER FUNCTION add(integer) RENAME TO plus;
