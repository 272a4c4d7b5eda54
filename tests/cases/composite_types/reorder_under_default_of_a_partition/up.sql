-- alter_composite_type_place
-- Hazard: rewrites visits under an exclusive lock
-- Hazard: rewrites visits under an exclusive lock
-- Down: visits.at comes back as place from what USING made of it
-- Down: visits.at comes back as text from what USING made of it
ALTER TABLE early_visits ALTER COLUMN at DROP DEFAULT;
ALTER TABLE visits ALTER COLUMN at TYPE text USING to_json(at)::text;
DROP TYPE place;
CREATE TYPE place AS (y integer, x integer);
ALTER TABLE visits ALTER COLUMN at TYPE place USING json_populate_record(NULL::place, at::json);
ALTER TABLE early_visits ALTER COLUMN at SET DEFAULT ROW(1, 2);
