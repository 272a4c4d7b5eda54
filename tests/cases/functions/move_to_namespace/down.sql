-- create_function_tools_add
DROP FUNCTION tools.add(integer);

-- drop_function_add
CREATE FUNCTION add(a integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT a$$;
