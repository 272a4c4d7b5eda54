-- alter_procedure_work
CREATE OR REPLACE PROCEDURE work(n integer)
LANGUAGE sql
AS $$SELECT n$$;
COMMENT ON PROCEDURE work(integer) IS 'old';
