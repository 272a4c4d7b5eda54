-- paths_alter_column_start
-- Hazard: rewrites paths under an exclusive lock
-- Hazard: rewrites paths under an exclusive lock
-- Hazard: rewrites points under an exclusive lock
-- Hazard: rewrites paths under an exclusive lock
-- Hazard: rewrites paths under an exclusive lock
-- Down: paths.start comes back as origin from what USING made of it
-- Down: paths.stops comes back as stop[] from what USING made of it
-- Down: fails where points.x is out of range for integer
-- Down: paths.start comes back as text from what USING made of it
-- Down: paths.stops comes back as text from what USING made of it
ALTER TABLE paths ALTER COLUMN start TYPE text USING to_json(start)::text;
ALTER TABLE paths ALTER COLUMN stops TYPE text USING to_json(stops)::text;
DROP TYPE stop;
CREATE TYPE stop AS (point points, minutes integer);
DROP DOMAIN origin;
ALTER TABLE points ALTER COLUMN x TYPE bigint;
CREATE DOMAIN origin AS points CONSTRAINT origin_first CHECK ((VALUE).x > 0);
CREATE TYPE pg_temp.column_value AS (value origin);
ALTER TABLE paths
    ALTER COLUMN start TYPE origin USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', start::json))).value;
DROP TYPE pg_temp.column_value;
CREATE TYPE pg_temp.column_value AS (value stop[]);
ALTER TABLE paths
    ALTER COLUMN stops TYPE stop[] USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', stops::json))).value;
DROP TYPE pg_temp.column_value;
