-- items_alter_column_price
-- Hazard: rewrites items under an exclusive lock
-- Hazard: rewrites items under an exclusive lock
-- Hazard: rewrites items under an exclusive lock
-- Down: fails where items.price is out of range for integer
DROP INDEX items_twice;
DROP STATISTICS items_stat;
ALTER TABLE items DROP COLUMN twice;
ALTER TABLE items DROP COLUMN more;
ALTER TABLE items ALTER COLUMN price TYPE bigint;
ALTER TABLE items ADD COLUMN twice bigint GENERATED ALWAYS AS (price * 3) STORED;
CREATE STATISTICS items_stat ON price, twice FROM items;
ALTER TABLE items ADD COLUMN more bigint GENERATED ALWAYS AS (price + 1) STORED;
CREATE INDEX items_twice ON items (twice);
