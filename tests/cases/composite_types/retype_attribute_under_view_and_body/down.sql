-- alter_composite_type_size
DROP VIEW "none";
DROP FUNCTION label(size);
ALTER TYPE size ALTER ATTRIBUTE width TYPE integer;
CREATE VIEW "none" AS
SELECT (s).unit AS unit FROM (SELECT NULL::size AS s) AS one;
CREATE FUNCTION label(s size)
RETURNS text
LANGUAGE sql
BEGIN ATOMIC
  SELECT (s).width::text;
END;
