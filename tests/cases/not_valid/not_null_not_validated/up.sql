-- users_alter_column_name
ALTER TABLE users ADD NOT NULL name NOT VALID;
