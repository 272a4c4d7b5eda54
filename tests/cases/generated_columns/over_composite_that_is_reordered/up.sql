-- alter_composite_type_address
-- Hazard: rewrites people under an exclusive lock
-- Hazard: rewrites people under an exclusive lock
-- Hazard: rewrites people under an exclusive lock
-- Down: people.home comes back as address from what USING made of it
-- Down: people.home comes back as text from what USING made of it
ALTER TABLE people DROP COLUMN street;
ALTER TABLE people ALTER COLUMN home TYPE text USING to_json(home)::text;
DROP TYPE address;
CREATE TYPE address AS (zip integer, street text);
ALTER TABLE people
    ALTER COLUMN home TYPE address USING json_populate_record(NULL::address, home::json);
ALTER TABLE people ADD COLUMN street text GENERATED ALWAYS AS ((home).street) STORED;
