-- rename_function_add_to_plus_integer
ALTER FUNCTION plus(integer) RENAME TO add;
