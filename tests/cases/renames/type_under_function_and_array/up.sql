-- drop_function_first
DROP FUNCTION first(pair);

-- rename_composite_type_pair_to_couple
ALTER TYPE pair RENAME TO couple;

-- create_function_first
CREATE FUNCTION first(p couple)
RETURNS integer
LANGUAGE sql
AS $$SELECT (p).a$$;

-- users_alter_column_pairs
-- Hazard: fails where users.pairs does not read as couple[]
-- Hazard: rewrites users under an exclusive lock
-- Down: fails where users.pairs does not read as pair[]
ALTER TABLE users
    ALTER COLUMN pairs DROP DEFAULT,
    ALTER COLUMN pairs TYPE couple[] USING pairs::text[]::couple[],
    ALTER COLUMN pairs SET DEFAULT '{}';
