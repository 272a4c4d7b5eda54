-- create_publication_everything
DROP PUBLICATION everything;
