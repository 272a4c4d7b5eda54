-- rename_collation_german_to_texts_german
ALTER COLLATION texts.german SET SCHEMA public;
