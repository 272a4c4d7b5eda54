-- create_procedure_touch
CREATE PROCEDURE touch(which bigint)
LANGUAGE sql
BEGIN ATOMIC
  DELETE FROM users WHERE id = which;
END;
