-- users_alter_column_x
ALTER TABLE users ALTER COLUMN x TYPE date USING x::text::date;
