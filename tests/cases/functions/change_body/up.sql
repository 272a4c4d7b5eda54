-- alter_function_add
CREATE OR REPLACE FUNCTION add(a integer, b integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT b + a$$;
