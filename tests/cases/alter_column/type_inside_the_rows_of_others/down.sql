-- paths_alter_column_others
ALTER TABLE paths ALTER COLUMN start TYPE text USING to_json(start)::text;
ALTER TABLE paths ALTER COLUMN others TYPE text USING to_json(others)::text;
ALTER TABLE points ALTER COLUMN x TYPE integer;
ALTER TABLE paths
    ALTER COLUMN start TYPE points USING json_populate_record(NULL::points, start::json);
CREATE TYPE pg_temp.column_value AS (value points[]);
ALTER TABLE paths
    ALTER COLUMN others TYPE points[] USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', others::json))).value;
DROP TYPE pg_temp.column_value;
