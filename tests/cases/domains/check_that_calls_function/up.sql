-- create_function_is_even
CREATE FUNCTION is_even(n integer)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
AS $$SELECT n % 2 = 0$$;

-- create_domain_even
CREATE DOMAIN even AS integer CONSTRAINT even CHECK (is_even(VALUE));
