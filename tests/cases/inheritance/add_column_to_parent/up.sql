-- cities_add_column_height
-- Down: loses data in cities.height
ALTER TABLE cities ADD COLUMN height integer NOT NULL DEFAULT 0;
