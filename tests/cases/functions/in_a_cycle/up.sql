-- create_function_is_even
CREATE FUNCTION is_even(n integer)
RETURNS boolean
LANGUAGE sql
AS $$SELECT CASE WHEN n = 0 THEN true ELSE is_odd(n - 1) END$$;

-- create_function_is_odd
CREATE FUNCTION is_odd(n integer)
RETURNS boolean
LANGUAGE sql
AS $$SELECT CASE WHEN n = 0 THEN false ELSE is_even(n - 1) END$$;
