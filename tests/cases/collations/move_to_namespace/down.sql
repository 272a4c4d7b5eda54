-- create_collation_texts_german
DROP COLLATION texts.german;

-- drop_collation_german
CREATE COLLATION german (PROVIDER = libc, LOCALE = 'C');
