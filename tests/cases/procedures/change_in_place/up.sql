-- alter_procedure_work
CREATE OR REPLACE PROCEDURE work(n integer)
LANGUAGE sql
SECURITY DEFINER
AS $$SELECT n + 1$$;
COMMENT ON PROCEDURE work(integer) IS 'new';
