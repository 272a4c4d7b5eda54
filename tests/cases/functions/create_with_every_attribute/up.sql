-- create_namespace_tools
CREATE SCHEMA tools;

-- create_function_tools_numbers
CREATE FUNCTION tools.numbers(INOUT lowest integer DEFAULT 1, VARIADIC rest text[] DEFAULT '{}')
RETURNS SETOF integer
LANGUAGE plpgsql
STABLE LEAKPROOF STRICT SECURITY DEFINER PARALLEL RESTRICTED COST 5 ROWS 10
SET search_path TO 'tools', 'pg_temp'
SET work_mem TO '8MB'
AS $$
        BEGIN
            RETURN QUERY SELECT generate_series(lowest, 10);
        END
        $$;
COMMENT ON FUNCTION tools.numbers(integer, text[]) IS 'from lowest';
REVOKE EXECUTE ON FUNCTION tools.numbers(integer, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tools.numbers(integer, text[]) TO fluent_test_reader;
