-- users_alter_column_name
ALTER TABLE users ALTER COLUMN name DROP NOT NULL;

-- users_alter_column_city
ALTER TABLE users RENAME CONSTRAINT users_live_somewhere TO users_city_not_null;
