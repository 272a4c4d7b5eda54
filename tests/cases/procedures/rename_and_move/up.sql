-- drop_procedure_work
DROP PROCEDURE work(integer);

-- create_procedure_tools_toil
CREATE PROCEDURE tools.toil(n integer)
LANGUAGE sql
AS $$SELECT n$$;
