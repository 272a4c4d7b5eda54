-- users_alter_column_age
DROP PUBLICATION changes;
ALTER TABLE users ADD COLUMN old integer;
ALTER TABLE users ALTER COLUMN age TYPE integer;
CREATE PUBLICATION changes FOR TABLE users (id, age, old) WHERE (id > 5);
