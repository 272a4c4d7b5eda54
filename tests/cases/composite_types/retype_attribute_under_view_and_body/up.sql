-- alter_composite_type_size
-- Hazard: fails while a column is of type size
-- Down: fails while a column is of type size
DROP FUNCTION label(size);
DROP VIEW "none";
ALTER TYPE size ALTER ATTRIBUTE width TYPE bigint;
CREATE FUNCTION label(s size)
RETURNS text
LANGUAGE sql
BEGIN ATOMIC
  SELECT (s).width::text;
END;
CREATE VIEW "none" AS
SELECT (s).unit AS unit FROM (SELECT NULL::size AS s) AS one;
