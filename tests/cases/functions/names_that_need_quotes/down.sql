-- alter_function_do_it
CREATE OR REPLACE FUNCTION "Do It"("a b" integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT "a b"$$;
COMMENT ON FUNCTION "Do It"(integer) IS NULL;

-- create_function_select
DROP FUNCTION "select"("My Mood");
