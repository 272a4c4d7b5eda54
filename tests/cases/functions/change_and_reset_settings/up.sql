-- alter_function_one
ALTER FUNCTION one() RESET search_path SET work_mem TO '16MB' SET statement_timeout TO '5s';
