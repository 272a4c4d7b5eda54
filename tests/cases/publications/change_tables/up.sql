-- alter_publication_changes
ALTER PUBLICATION changes DROP TABLE tags;

-- alter_publication_changes
ALTER PUBLICATION changes SET TABLE likes, posts (id), users WHERE (id > 9);
