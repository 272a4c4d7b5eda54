-- users_alter_column_name
ALTER TABLE users ALTER COLUMN name DROP DEFAULT;

-- users_add_column_age
ALTER TABLE users DROP COLUMN age;
