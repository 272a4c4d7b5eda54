-- create_collation_fast
CREATE COLLATION fast (PROVIDER = builtin, LOCALE = 'C.UTF-8');
