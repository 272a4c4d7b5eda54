-- drop_procedure_work
DROP PROCEDURE work(integer);

-- create_procedure_work
CREATE PROCEDURE work(n integer, m integer)
LANGUAGE sql
AS $$SELECT n + m$$;
COMMENT ON PROCEDURE work(integer, integer) IS 'kept';
