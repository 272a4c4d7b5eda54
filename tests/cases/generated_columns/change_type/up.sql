-- items_alter_column_twice
-- Hazard: rewrites items under an exclusive lock
-- Down: fails where items.twice is out of range for integer
ALTER TABLE items ALTER COLUMN twice TYPE bigint;
