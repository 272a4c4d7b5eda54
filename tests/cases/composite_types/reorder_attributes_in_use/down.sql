-- alter_composite_type_person
ALTER TABLE letters ALTER COLUMN sender TYPE text USING to_jsonb(sender)::text;
DROP TYPE person;
CREATE TYPE person AS (first text, last text);
ALTER TABLE letters
    ALTER COLUMN sender TYPE person USING jsonb_populate_record(NULL::person, sender::jsonb);
