-- alter_publication_changes
ALTER PUBLICATION changes DROP TABLE users;

-- users_drop_column_old
ALTER TABLE users ADD COLUMN old integer;

-- users_alter_column_age
ALTER TABLE users ALTER COLUMN age TYPE integer;

-- alter_publication_changes
ALTER PUBLICATION changes ADD TABLE users (id, age, old) WHERE (id > 5);
