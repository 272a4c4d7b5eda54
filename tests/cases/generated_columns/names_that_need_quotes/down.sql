-- items_add_column_full_name
ALTER TABLE items DROP COLUMN "Full; Name";
