-- alter_composite_type_place
ALTER TABLE early_visits ALTER COLUMN at DROP DEFAULT;
ALTER TABLE visits ALTER COLUMN at TYPE text USING to_json(at)::text;
DROP TYPE place;
CREATE TYPE place AS (x integer, y integer);
ALTER TABLE visits ALTER COLUMN at TYPE place USING json_populate_record(NULL::place, at::json);
ALTER TABLE early_visits ALTER COLUMN at SET DEFAULT ROW(1, 2);
