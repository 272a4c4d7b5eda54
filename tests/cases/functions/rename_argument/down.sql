-- alter_function_twice
DROP FUNCTION twice(integer);
CREATE FUNCTION twice(a integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT a * 2$$;
GRANT EXECUTE ON FUNCTION twice(integer) TO fluent_test_reader;
