-- alter_function_one
ALTER FUNCTION one() RESET statement_timeout SET search_path TO 'public' SET work_mem TO '8MB';
