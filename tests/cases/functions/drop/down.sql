-- drop_function_add
CREATE FUNCTION add(a integer, b integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$SELECT a + b$$;
COMMENT ON FUNCTION add(integer, integer) IS 'old';
