-- alter_composite_type_person
ALTER TABLE letters ALTER COLUMN sender TYPE text USING to_json(sender)::text;
DROP TYPE person;
CREATE TYPE person AS (first text, last text);
ALTER TABLE letters
    ALTER COLUMN sender TYPE person USING json_populate_record(NULL::person, sender::json);
