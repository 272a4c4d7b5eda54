-- create_procedure_touch
DROP PROCEDURE touch(bigint);
