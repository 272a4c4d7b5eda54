-- alter_function_add
DROP FUNCTION add(integer, integer);
CREATE FUNCTION add(a integer, b integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$SELECT a + b$$;
COMMENT ON FUNCTION add(integer, integer) IS 'kept';
