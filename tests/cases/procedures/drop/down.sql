-- drop_procedure_work
CREATE PROCEDURE work(n integer)
LANGUAGE sql
AS $$SELECT n$$;
