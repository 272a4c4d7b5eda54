-- create_procedure_tools_toil
DROP PROCEDURE tools.toil(integer);

-- drop_procedure_work
CREATE PROCEDURE work(n integer)
LANGUAGE sql
AS $$SELECT n$$;
