-- cities_rename_column_title_to_name
ALTER TABLE cities RENAME COLUMN name TO title;
