-- alter_function_one
CREATE OR REPLACE FUNCTION one()
RETURNS integer
LANGUAGE sql
AS $$SELECT 1$$;
