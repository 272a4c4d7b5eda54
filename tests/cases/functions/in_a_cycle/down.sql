-- create_function_is_odd
DROP FUNCTION is_odd(integer);

-- create_function_is_even
DROP FUNCTION is_even(integer);
