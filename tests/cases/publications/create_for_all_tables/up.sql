-- create_publication_everything
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert, update');
