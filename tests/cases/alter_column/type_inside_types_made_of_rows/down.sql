-- paths_alter_column_start
ALTER TABLE paths ALTER COLUMN stops TYPE text USING to_json(stops)::text;
ALTER TABLE paths ALTER COLUMN start TYPE text USING to_json(start)::text;
DROP DOMAIN origin;
ALTER TABLE points ALTER COLUMN x TYPE integer;
CREATE DOMAIN origin AS points CONSTRAINT origin_first CHECK ((VALUE).x > 0);
DROP TYPE stop;
CREATE TYPE stop AS (point points, minutes integer);
CREATE TYPE pg_temp.column_value AS (value stop[]);
ALTER TABLE paths
    ALTER COLUMN stops TYPE stop[] USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', stops::json))).value;
DROP TYPE pg_temp.column_value;
CREATE TYPE pg_temp.column_value AS (value origin);
ALTER TABLE paths
    ALTER COLUMN start TYPE origin USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', start::json))).value;
DROP TYPE pg_temp.column_value;
