-- create_function_my_lower
DROP FUNCTION my_lower(text);
