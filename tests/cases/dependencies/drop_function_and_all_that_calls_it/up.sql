-- drop_view_ranks
DROP VIEW ranks;

-- items_drop_index_items_rank_index
DROP INDEX items_rank_index;

-- items_drop_check_items_rank
-- Down: fails while rows of items violate items_rank
ALTER TABLE items DROP CONSTRAINT items_rank;

-- items_alter_column_size
ALTER TABLE items ALTER COLUMN size DROP DEFAULT;

-- drop_function_rank
DROP FUNCTION rank(integer);
