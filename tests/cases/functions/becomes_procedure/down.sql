-- create_procedure_work
DROP PROCEDURE work();

-- drop_function_work
CREATE FUNCTION work()
RETURNS void
LANGUAGE sql
AS $$SELECT 1$$;
