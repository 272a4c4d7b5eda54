-- users_rename_column_name_to_title
ALTER TABLE users RENAME COLUMN name TO title;
