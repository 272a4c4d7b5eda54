-- rename_procedure_work_to_tools_toil
ALTER PROCEDURE tools.toil(integer) SET SCHEMA public;
ALTER PROCEDURE toil(integer) RENAME TO work;
