-- early_visits_alter_column_at
ALTER TABLE early_visits ALTER COLUMN at DROP DEFAULT;

-- visits_alter_column_at
-- Hazard: rewrites visits under an exclusive lock
-- Down: visits.at comes back as place from what USING made of it
-- Down: fails where visits.at does not read as place
ALTER TABLE visits ALTER COLUMN at TYPE text USING at::text;

-- alter_composite_type_place
-- Hazard: rewrites walks under an exclusive lock
-- Hazard: rewrites walks under an exclusive lock
-- Down: walks.at comes back as place from what USING made of it
-- Down: walks.at comes back as text from what USING made of it
ALTER TABLE walks ALTER COLUMN at TYPE text USING to_json(at)::text;
DROP TYPE place;
CREATE TYPE place AS (y integer, x integer);
ALTER TABLE walks ALTER COLUMN at TYPE place USING json_populate_record(NULL::place, at::json);
