-- create_function_add
CREATE FUNCTION add(a integer, b integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
RETURN a + b;

-- create_function_rename_user
CREATE FUNCTION rename_user(which bigint, new text)
RETURNS void
LANGUAGE sql
BEGIN ATOMIC
  UPDATE users SET name = new WHERE id = which;
END;
