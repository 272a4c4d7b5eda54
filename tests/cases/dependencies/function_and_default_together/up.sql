-- create_function_new_code
CREATE FUNCTION new_code()
RETURNS text
LANGUAGE sql
AS $$SELECT 'x'$$;

-- users_alter_column_code
ALTER TABLE users ALTER COLUMN code SET DEFAULT new_code();
