-- create_function_twice
DROP FUNCTION twice(integer, integer);

-- alter_function_twice
CREATE OR REPLACE FUNCTION twice(a text)
RETURNS text
LANGUAGE sql
AS $$SELECT a || a$$;

-- drop_function_twice
CREATE FUNCTION twice(a numeric)
RETURNS numeric
LANGUAGE sql
AS $$SELECT a * 2$$;
