-- create_function_a_first
DROP FUNCTION a_first(integer);

-- create_function_b_second
DROP FUNCTION b_second(integer);

-- create_function_c_third
DROP FUNCTION c_third(integer);
