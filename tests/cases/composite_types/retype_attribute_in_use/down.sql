-- alter_composite_type_size
DROP VIEW widths;
ALTER TABLE boxes ALTER COLUMN outer_size TYPE text USING outer_size::text;
ALTER TABLE boxes ALTER COLUMN others TYPE text USING others::text;
DROP TYPE size;
CREATE TYPE size AS (width integer, unit text);
ALTER TABLE boxes ALTER COLUMN outer_size TYPE size USING outer_size::size;
CREATE VIEW widths AS
SELECT (outer_size).width AS width FROM boxes;
ALTER TABLE boxes ALTER COLUMN others TYPE size[] USING others::size[];
