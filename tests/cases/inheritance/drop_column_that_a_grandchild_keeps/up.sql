-- vehicles_drop_column_name
-- Hazard: loses data in vehicles.name
-- Down: vehicles.name comes back empty
ALTER TABLE ONLY vehicles DROP COLUMN name;

-- cars_drop_column_name
-- Hazard: loses data in cars.name
-- Down: cars.name comes back empty
ALTER TABLE ONLY cars DROP COLUMN name;
