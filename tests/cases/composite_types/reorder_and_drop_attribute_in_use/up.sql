-- alter_composite_type_person
-- Hazard: rewrites letters under an exclusive lock
-- Hazard: rewrites letters under an exclusive lock
-- Hazard: loses data in person.middle of every letters.readers
-- Hazard: rewrites letters under an exclusive lock
-- Hazard: loses data in person.middle of every letters.sender
-- Hazard: rewrites letters under an exclusive lock
-- Down: letters.readers comes back as person[] from what USING made of it
-- Down: loses data in person.title of every letters.readers
-- Down: letters.sender comes back as person from what USING made of it
-- Down: loses data in person.title of every letters.sender
-- Down: letters.readers comes back as text from what USING made of it
-- Down: person.middle comes back as NULL in every letters.readers
-- Down: letters.sender comes back as text from what USING made of it
-- Down: person.middle comes back as NULL in every letters.sender
ALTER TABLE letters ALTER COLUMN readers TYPE text USING to_json(readers)::text;
ALTER TABLE letters ALTER COLUMN sender TYPE text USING to_json(sender)::text;
DROP TYPE person;
CREATE TYPE person AS (title text, last text, first text);
CREATE TYPE pg_temp.column_value AS (value person[]);
ALTER TABLE letters
    ALTER COLUMN readers TYPE person[] USING (json_populate_record(NULL::pg_temp.column_value, json_build_object('value', readers::json))).value;
DROP TYPE pg_temp.column_value;
ALTER TABLE letters
    ALTER COLUMN sender TYPE person USING json_populate_record(NULL::person, sender::json);
