-- users_alter_column_pairs
ALTER TABLE users
    ALTER COLUMN pairs DROP DEFAULT,
    ALTER COLUMN pairs TYPE pair[] USING pairs::text[]::pair[],
    ALTER COLUMN pairs SET DEFAULT '{}';

-- create_function_first
DROP FUNCTION first(couple);

-- rename_composite_type_pair_to_couple
ALTER TYPE couple RENAME TO pair;

-- drop_function_first
CREATE FUNCTION first(p pair)
RETURNS integer
LANGUAGE sql
AS $$SELECT (p).a$$;
