-- alter_publication_changes
ALTER PUBLICATION changes SET TABLE posts, users WHERE (id > 5);

-- alter_publication_changes
ALTER PUBLICATION changes ADD TABLE tags;
