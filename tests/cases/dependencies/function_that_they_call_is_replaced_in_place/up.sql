-- alter_function_rank
CREATE OR REPLACE FUNCTION rank(n integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $$SELECT n + n$$;
