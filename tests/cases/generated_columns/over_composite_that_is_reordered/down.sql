-- alter_composite_type_address
ALTER TABLE people DROP COLUMN street;
ALTER TABLE people ALTER COLUMN home TYPE text USING to_json(home)::text;
DROP TYPE address;
CREATE TYPE address AS (street text, zip integer);
ALTER TABLE people
    ALTER COLUMN home TYPE address USING json_populate_record(NULL::address, home::json);
ALTER TABLE people ADD COLUMN street text GENERATED ALWAYS AS ((home).street) STORED;
