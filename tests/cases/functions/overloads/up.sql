-- drop_function_twice
DROP FUNCTION twice(numeric);

-- alter_function_twice
CREATE OR REPLACE FUNCTION twice(a text)
RETURNS text
LANGUAGE sql
AS $$SELECT concat(a, a)$$;

-- create_function_twice
CREATE FUNCTION twice(a integer, b integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT (a + b) * 2$$;
