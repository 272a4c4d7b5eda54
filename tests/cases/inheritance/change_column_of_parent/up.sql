-- cities_alter_column_height
-- Hazard: rewrites cities under an exclusive lock
-- Down: fails where cities.height is out of range for integer
ALTER TABLE cities ALTER COLUMN height TYPE bigint;

-- cities_comment_height
COMMENT ON COLUMN cities.height IS 'm';
