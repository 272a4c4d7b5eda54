-- alter_composite_type_pair
DROP VIEW firsts;
DROP FUNCTION first(pair);
DROP TYPE pair;
CREATE TYPE pair AS (a integer, b text);
CREATE FUNCTION first(p pair)
RETURNS text
LANGUAGE sql
AS $$SELECT (p).b$$;
COMMENT ON FUNCTION first(pair) IS 'kept';
REVOKE EXECUTE ON FUNCTION first(pair) FROM PUBLIC;
CREATE VIEW firsts AS
SELECT first(NULL::pair) AS f;
