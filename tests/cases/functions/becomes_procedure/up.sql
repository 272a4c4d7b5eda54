-- drop_function_work
DROP FUNCTION work();

-- create_procedure_work
CREATE PROCEDURE work()
LANGUAGE sql
AS $$SELECT 1$$;
