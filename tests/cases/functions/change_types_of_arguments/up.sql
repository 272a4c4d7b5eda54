-- drop_function_twice
DROP FUNCTION twice(integer);

-- create_function_twice
CREATE FUNCTION twice(a bigint)
RETURNS bigint
LANGUAGE sql
AS $$SELECT a * 2$$;
