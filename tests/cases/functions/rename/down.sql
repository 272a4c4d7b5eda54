-- rename_function_add_to_plus
ALTER FUNCTION plus(integer) RENAME TO add;
