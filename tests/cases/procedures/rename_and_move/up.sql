-- rename_procedure_work_to_tools_toil
ALTER PROCEDURE work(integer) SET SCHEMA tools;
ALTER PROCEDURE tools.work(integer) RENAME TO toil;
