-- create_function_select
CREATE FUNCTION "select"(x "My Mood")
RETURNS "My Mood"
LANGUAGE sql
AS $$SELECT x$$;
GRANT EXECUTE ON FUNCTION "select"("My Mood") TO "Fluent Test Writer";

-- alter_function_do_it
CREATE OR REPLACE FUNCTION "Do It"("a b" integer)
RETURNS integer
LANGUAGE sql
AS $$SELECT "a b" + 1$$;
COMMENT ON FUNCTION "Do It"(integer) IS 'it''s';
