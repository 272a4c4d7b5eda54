-- alter_function_rank
DROP INDEX items_rank_index;
ALTER TABLE items DROP CONSTRAINT items_rank;
DROP POLICY ranked ON items;
ALTER TABLE items ALTER COLUMN size DROP DEFAULT;
DROP FUNCTION rank(integer);
CREATE FUNCTION rank(n integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $$SELECT n * 2$$;
COMMENT ON FUNCTION rank(integer) IS 'kept';
ALTER TABLE items ALTER COLUMN size SET DEFAULT rank(1);
CREATE POLICY ranked ON items USING (rank(size) > 1);
ALTER TABLE items ADD CONSTRAINT items_rank CHECK (rank(size) > 0);
CREATE INDEX items_rank_index ON items ((rank(size)));
