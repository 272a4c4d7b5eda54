-- items_alter_column_price
DROP INDEX items_twice;
ALTER TABLE items DROP COLUMN more;
DROP STATISTICS items_stat;
ALTER TABLE items DROP COLUMN twice;
ALTER TABLE items ALTER COLUMN price TYPE integer;
ALTER TABLE items ADD COLUMN more integer GENERATED ALWAYS AS (price + 1) STORED;
ALTER TABLE items ADD COLUMN twice integer GENERATED ALWAYS AS (price * 2) STORED;
CREATE STATISTICS items_stat ON price, twice FROM items;
CREATE INDEX items_twice ON items (twice);
