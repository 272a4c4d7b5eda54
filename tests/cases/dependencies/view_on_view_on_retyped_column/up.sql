-- items_alter_column_price
-- Hazard: rewrites items under an exclusive lock
-- Down: fails where items.price is out of range for integer
DROP MATERIALIZED VIEW c;
DROP VIEW b;
DROP VIEW a;
ALTER TABLE items ALTER COLUMN price TYPE bigint;
CREATE VIEW a AS
SELECT id, price FROM items;
COMMENT ON VIEW a IS 'kept';
GRANT SELECT ON TABLE a TO fluent_test_reader;
CREATE VIEW b WITH (security_barrier = true) AS
SELECT price FROM a;
CREATE MATERIALIZED VIEW c AS
SELECT price FROM b;
CREATE INDEX c_price ON c (price);
