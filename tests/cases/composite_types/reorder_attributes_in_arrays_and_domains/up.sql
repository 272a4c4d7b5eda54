-- alter_composite_type_person
-- Hazard: rewrites letters under an exclusive lock
-- Hazard: rewrites letters under an exclusive lock
-- Hazard: rewrites letters under an exclusive lock
-- Hazard: rewrites letters under an exclusive lock
-- Hazard: rewrites letters under an exclusive lock
-- Hazard: rewrites letters under an exclusive lock
-- Hazard: rewrites letters under an exclusive lock
-- Hazard: rewrites letters under an exclusive lock
-- Down: letters.carriers comes back as crew from what USING made of it
-- Down: letters.fleet comes back as ship[] from what USING made of it
-- Down: letters.readers comes back as person[] from what USING made of it
-- Down: letters.sender comes back as someone from what USING made of it
-- Down: letters.carriers comes back as text from what USING made of it
-- Down: letters.fleet comes back as text from what USING made of it
-- Down: letters.readers comes back as text from what USING made of it
-- Down: letters.sender comes back as text from what USING made of it
ALTER TABLE letters ALTER COLUMN carriers TYPE text USING to_json(carriers)::text;
DROP DOMAIN crew;
ALTER TABLE letters ALTER COLUMN fleet TYPE text USING to_json(fleet)::text;
DROP TYPE ship;
ALTER TABLE letters
    ALTER COLUMN readers DROP DEFAULT,
    ALTER COLUMN readers TYPE text USING to_json(readers)::text;
ALTER TABLE letters ALTER COLUMN sender TYPE text USING to_json(sender)::text;
DROP DOMAIN someone;
DROP TYPE person;
CREATE TYPE person AS (last text, first text);
CREATE DOMAIN someone AS person NOT NULL;
CREATE DOMAIN crew AS person[] CONSTRAINT few CHECK (cardinality(VALUE) < 9);
CREATE TYPE ship AS (captain person, others person[], name text);
CREATE TYPE pg_temp.column_value AS (value crew);
ALTER TABLE letters
    ALTER COLUMN carriers TYPE crew USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', carriers::json))).value;
DROP TYPE pg_temp.column_value;
CREATE TYPE pg_temp.column_value AS (value ship[]);
ALTER TABLE letters
    ALTER COLUMN fleet TYPE ship[] USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', fleet::json))).value;
DROP TYPE pg_temp.column_value;
CREATE TYPE pg_temp.column_value AS (value person[]);
ALTER TABLE letters
    ALTER COLUMN readers TYPE person[] USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', readers::json))).value,
    ALTER COLUMN readers SET DEFAULT '{}';
DROP TYPE pg_temp.column_value;
CREATE TYPE pg_temp.column_value AS (value someone);
ALTER TABLE letters
    ALTER COLUMN sender TYPE someone USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', sender::json))).value;
DROP TYPE pg_temp.column_value;
