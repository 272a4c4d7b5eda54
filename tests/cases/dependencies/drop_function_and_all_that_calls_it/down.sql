-- drop_function_rank
CREATE FUNCTION rank(n integer)
RETURNS integer
LANGUAGE sql
IMMUTABLE
AS $$SELECT n * 2$$;

-- items_alter_column_size
ALTER TABLE items ALTER COLUMN size SET DEFAULT rank(1);

-- items_drop_check_items_rank
ALTER TABLE items ADD CONSTRAINT items_rank CHECK (rank(size) > 0);

-- items_drop_index_items_rank_index
CREATE INDEX items_rank_index ON items ((rank(size)));

-- drop_view_ranks
CREATE VIEW ranks AS
SELECT rank(size) AS r FROM items;
