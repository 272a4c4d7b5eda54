-- rename_function_add_to_tools_add
ALTER FUNCTION add(integer) SET SCHEMA tools;
