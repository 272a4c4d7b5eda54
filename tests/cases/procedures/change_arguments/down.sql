-- create_procedure_work
DROP PROCEDURE work(integer, integer);

-- drop_procedure_work
CREATE PROCEDURE work(n integer)
LANGUAGE sql
AS $$SELECT n$$;
COMMENT ON PROCEDURE work(integer) IS 'kept';
