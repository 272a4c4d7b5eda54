-- alter_function_add
CREATE OR REPLACE FUNCTION add(a integer, b integer DEFAULT 1)
RETURNS integer
LANGUAGE sql
AS $$SELECT a + b$$;
