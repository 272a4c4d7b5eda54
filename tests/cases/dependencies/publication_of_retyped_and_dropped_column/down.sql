-- users_drop_column_old
ALTER TABLE users ADD COLUMN old integer;

-- alter_publication_changes
DROP PUBLICATION changes;
ALTER TABLE users ALTER COLUMN age TYPE integer;
CREATE PUBLICATION changes FOR TABLE users (id, age, old) WHERE (id > 5);
