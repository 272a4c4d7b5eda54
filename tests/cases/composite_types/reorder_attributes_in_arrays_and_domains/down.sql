-- alter_composite_type_person
ALTER TABLE letters ALTER COLUMN sender TYPE text USING to_json(sender)::text;
ALTER TABLE letters
    ALTER COLUMN readers DROP DEFAULT,
    ALTER COLUMN readers TYPE text USING to_json(readers)::text;
ALTER TABLE letters ALTER COLUMN fleet TYPE text USING to_json(fleet)::text;
ALTER TABLE letters ALTER COLUMN carriers TYPE text USING to_json(carriers)::text;
DROP TYPE ship;
DROP DOMAIN crew;
DROP DOMAIN someone;
DROP TYPE person;
CREATE TYPE person AS (first text, last text);
CREATE DOMAIN someone AS person NOT NULL;
CREATE TYPE pg_temp.column_value AS (value someone);
ALTER TABLE letters
    ALTER COLUMN sender TYPE someone USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', sender::json))).value;
DROP TYPE pg_temp.column_value;
CREATE TYPE pg_temp.column_value AS (value person[]);
ALTER TABLE letters
    ALTER COLUMN readers TYPE person[] USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', readers::json))).value,
    ALTER COLUMN readers SET DEFAULT '{}';
DROP TYPE pg_temp.column_value;
CREATE TYPE ship AS (captain person, others person[], name text);
CREATE TYPE pg_temp.column_value AS (value ship[]);
ALTER TABLE letters
    ALTER COLUMN fleet TYPE ship[] USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', fleet::json))).value;
DROP TYPE pg_temp.column_value;
CREATE DOMAIN crew AS person[] CONSTRAINT few CHECK (cardinality(VALUE) < 9);
CREATE TYPE pg_temp.column_value AS (value crew);
ALTER TABLE letters
    ALTER COLUMN carriers TYPE crew USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', carriers::json))).value;
DROP TYPE pg_temp.column_value;
