-- rename_function_touch_to_touched
ALTER FUNCTION touch() RENAME TO touched;

-- rename_function_rank_to_level
ALTER FUNCTION rank(integer) RENAME TO level;
