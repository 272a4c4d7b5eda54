-- rename_collation_german_to_texts_german
ALTER COLLATION german SET SCHEMA texts;
