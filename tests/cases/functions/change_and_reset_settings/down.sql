-- alter_function_one
ALTER FUNCTION one() RESET statement_timeout SET work_mem TO '8MB' SET search_path TO 'public';
