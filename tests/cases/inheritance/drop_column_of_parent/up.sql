-- cities_drop_column_height
-- Hazard: loses data in cities.height
-- Down: cities.height comes back empty
ALTER TABLE cities DROP COLUMN height;
