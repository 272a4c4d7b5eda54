-- rename_function_add_to_tools_add
ALTER FUNCTION tools.add(integer) SET SCHEMA public;
