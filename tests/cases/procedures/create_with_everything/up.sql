-- create_procedure_work
CREATE PROCEDURE work(INOUT done integer DEFAULT 0)
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path TO 'pg_catalog'
AS $$BEGIN done := done + 1; END$$;
COMMENT ON PROCEDURE work(integer) IS 'by night';
REVOKE EXECUTE ON PROCEDURE work(integer) FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE work(integer) TO fluent_test_reader WITH GRANT OPTION;
