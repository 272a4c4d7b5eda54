-- cities_rename_column_title_to_name
ALTER TABLE cities RENAME COLUMN title TO name;

-- capitals_add_column_name
-- Hazard: fails while capitals holds rows
-- Down: loses data in capitals.name
ALTER TABLE capitals ADD COLUMN name text NOT NULL;

-- capitals_drop_column_title
-- Hazard: loses data in capitals.title
-- Down: capitals.title comes back as '' in every row
ALTER TABLE capitals DROP COLUMN title;
