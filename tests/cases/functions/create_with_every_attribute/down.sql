-- create_function_tools_numbers
DROP FUNCTION tools.numbers(integer, text[]);

-- create_namespace_tools
DROP SCHEMA tools;
