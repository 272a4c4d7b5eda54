-- create_function_c_third
CREATE FUNCTION c_third(n integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT n$$;

-- create_function_b_second
CREATE FUNCTION b_second(n integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT c_third(n) + 1$$;

-- create_function_a_first
CREATE FUNCTION a_first(n integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT b_second(n)$$;
