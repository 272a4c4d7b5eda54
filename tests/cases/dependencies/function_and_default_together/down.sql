-- users_alter_column_code
ALTER TABLE users ALTER COLUMN code DROP DEFAULT;

-- create_function_new_code
DROP FUNCTION new_code();
