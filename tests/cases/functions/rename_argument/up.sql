-- alter_function_twice
DROP FUNCTION twice(integer);
CREATE FUNCTION twice(b integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT b * 2$$;
GRANT EXECUTE ON FUNCTION twice(integer) TO fluent_test_reader;
