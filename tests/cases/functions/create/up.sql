-- create_function_add
CREATE FUNCTION add(a integer, b integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT a + b$$;
