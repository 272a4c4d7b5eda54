-- alter_composite_type_person
ALTER TABLE letters ALTER COLUMN sender TYPE text USING to_json(sender)::text;
ALTER TABLE letters ALTER COLUMN readers TYPE text USING to_json(readers)::text;
DROP TYPE person;
CREATE TYPE person AS (first text, middle text, last text);
ALTER TABLE letters
    ALTER COLUMN sender TYPE person USING json_populate_record(NULL::person, sender::json);
CREATE TYPE pg_temp.column_value AS (value person[]);
ALTER TABLE letters
    ALTER COLUMN readers TYPE person[] USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', readers::json))).value;
DROP TYPE pg_temp.column_value;
