-- alter_composite_type_place
ALTER TABLE walks ALTER COLUMN at TYPE text USING to_json(at)::text;
DROP TYPE place;
CREATE TYPE place AS (x integer, y integer);
ALTER TABLE walks ALTER COLUMN at TYPE place USING json_populate_record(NULL::place, at::json);

-- visits_alter_column_at
ALTER TABLE visits ALTER COLUMN at TYPE place USING at::place;

-- early_visits_alter_column_at
ALTER TABLE early_visits ALTER COLUMN at SET DEFAULT ROW(1, 2);
