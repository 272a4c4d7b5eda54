-- alter_composite_type_person
-- Hazard: rewrites letters under an exclusive lock
-- Hazard: rewrites letters under an exclusive lock
-- Down: letters.sender comes back as person from what USING made of it
-- Down: letters.sender comes back as text from what USING made of it
ALTER TABLE letters ALTER COLUMN sender TYPE text USING to_json(sender)::text;
DROP TYPE person;
CREATE TYPE person AS (last text, first text);
ALTER TABLE letters
    ALTER COLUMN sender TYPE person USING json_populate_record(NULL::person, sender::json);
