-- create_function_twice
DROP FUNCTION twice(bigint);

-- drop_function_twice
CREATE FUNCTION twice(a integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT a * 2$$;
