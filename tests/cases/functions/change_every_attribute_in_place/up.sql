-- alter_function_add
ALTER FUNCTION add(integer)
    STABLE
    LEAKPROOF
    STRICT
    SECURITY DEFINER
    PARALLEL SAFE
    COST 7
    SET work_mem TO '8MB';
