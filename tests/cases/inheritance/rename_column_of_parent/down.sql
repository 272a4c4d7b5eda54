-- capitals_drop_column_title
ALTER TABLE capitals ADD COLUMN title text NOT NULL DEFAULT '';
ALTER TABLE capitals ALTER COLUMN title DROP DEFAULT;

-- capitals_add_column_name
ALTER TABLE capitals DROP COLUMN name;

-- cities_rename_column_title_to_name
ALTER TABLE cities RENAME COLUMN name TO title;
