-- paths_alter_column_others
-- Hazard: rewrites paths under an exclusive lock
-- Hazard: rewrites paths under an exclusive lock
-- Hazard: rewrites points under an exclusive lock
-- Hazard: rewrites paths under an exclusive lock
-- Hazard: rewrites paths under an exclusive lock
-- Down: paths.others comes back as points[] from what USING made of it
-- Down: paths.start comes back as points from what USING made of it
-- Down: fails where points.x is out of range for integer
-- Down: paths.others comes back as text from what USING made of it
-- Down: paths.start comes back as text from what USING made of it
ALTER TABLE paths ALTER COLUMN others TYPE text USING to_json(others)::text;
ALTER TABLE paths ALTER COLUMN start TYPE text USING to_json(start)::text;
ALTER TABLE points ALTER COLUMN x TYPE bigint;
CREATE TYPE pg_temp.column_value AS (value points[]);
ALTER TABLE paths
    ALTER COLUMN others TYPE points[] USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', others::json))).value;
DROP TYPE pg_temp.column_value;
ALTER TABLE paths
    ALTER COLUMN start TYPE points USING json_populate_record(NULL::points, start::json);
