-- alter_function_one
ALTER FUNCTION one() RESET search_path SET statement_timeout TO '5s' SET work_mem TO '16MB';
