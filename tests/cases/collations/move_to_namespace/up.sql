-- drop_collation_german
DROP COLLATION german;

-- create_collation_texts_german
CREATE COLLATION texts.german (PROVIDER = libc, LOCALE = 'C');
