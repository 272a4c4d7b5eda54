-- alter_composite_type_size
-- Hazard: rewrites boxes under an exclusive lock
-- Hazard: rewrites boxes under an exclusive lock
-- Hazard: rewrites boxes under an exclusive lock
-- Hazard: rewrites boxes under an exclusive lock
-- Down: boxes.others comes back as size[] from what USING made of it
-- Down: fails where boxes.others does not read as size[]
-- Down: boxes.outer_size comes back as size from what USING made of it
-- Down: fails where boxes.outer_size does not read as size
-- Down: boxes.others comes back as text from what USING made of it
-- Down: boxes.outer_size comes back as text from what USING made of it
ALTER TABLE boxes ALTER COLUMN others TYPE text USING others::text;
DROP VIEW widths;
ALTER TABLE boxes ALTER COLUMN outer_size TYPE text USING outer_size::text;
DROP TYPE size;
CREATE TYPE size AS (width bigint, unit text);
ALTER TABLE boxes ALTER COLUMN others TYPE size[] USING others::size[];
ALTER TABLE boxes ALTER COLUMN outer_size TYPE size USING outer_size::size;
CREATE VIEW widths AS
SELECT (outer_size).width AS width FROM boxes;
