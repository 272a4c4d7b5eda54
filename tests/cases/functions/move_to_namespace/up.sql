-- drop_function_add
DROP FUNCTION add(integer);

-- create_function_tools_add
CREATE FUNCTION tools.add(a integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT a$$;
