-- drop_procedure_work
DROP PROCEDURE work(integer);
