-- create_function_my_lower
CREATE FUNCTION my_lower(text)
RETURNS text
LANGUAGE internal
IMMUTABLE STRICT
AS $$lower$$;
