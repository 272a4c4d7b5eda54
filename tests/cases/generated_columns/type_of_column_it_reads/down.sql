-- items_alter_column_price
ALTER TABLE items ALTER COLUMN price TYPE integer;
