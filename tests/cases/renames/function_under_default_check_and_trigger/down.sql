-- rename_function_rank_to_level
ALTER FUNCTION level(integer) RENAME TO rank;

-- rename_function_touch_to_touched
ALTER FUNCTION touched() RENAME TO touch;
