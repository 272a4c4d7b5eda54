-- create_procedure_touch
CREATE PROCEDURE touch(which bigint)
LANGUAGE sql
AS $$UPDATE users SET name = name WHERE id = which$$;
